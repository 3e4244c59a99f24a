// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/address_options.h"

namespace taper::cli {

bool addAddress(Json &params, std::string_view key, const std::string &value)
{
    if (key != "address" && key != "mac")
        return false;
    params[std::string(key)] = value == "auto" ? Json(nullptr) : Json(value);
    return true;
}

} // namespace taper::cli
