# SPDX-License-Identifier: Apache-2.0
"""`python -m fenchel.demo`: dense and sparse classifiers of digits, or of a table."""
