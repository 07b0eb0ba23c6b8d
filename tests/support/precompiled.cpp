// SPDX-License-Identifier: BSL-1.0
/// \file  Nothing: the object that the precompiled Catch2 of all tests belongs to.
