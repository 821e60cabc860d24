// SPDX-License-Identifier: Apache-2.0
// How this folder includes Eigen: no threads and no checks of its own, which are ours.
#pragma once

#ifndef EIGEN_DONT_PARALLELIZE
#define EIGEN_DONT_PARALLELIZE
#endif
#ifndef EIGEN_NO_DEBUG
#define EIGEN_NO_DEBUG
#endif
#include <Eigen/Core>
