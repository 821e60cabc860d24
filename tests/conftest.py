# SPDX-License-Identifier: Apache-2.0
"""Settings of all Python tests."""

import hypothesis

# A busy machine is no failure; the failing example is printed in a form to paste into a test.
hypothesis.settings.register_profile("fenchel", deadline=None, print_blob=True)
hypothesis.settings.load_profile("fenchel")
