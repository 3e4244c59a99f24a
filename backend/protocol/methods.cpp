// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/methods.h"

namespace taper::protocol {

std::string_view actionName(Action action)
{
    switch (action) {
    case Action::None: return "";
    case Action::Observe: return "org.taper.observe";
    case Action::UseContainer: return "org.taper.use-own";
    case Action::Create: return "org.taper.create";
    case Action::Network: return "org.taper.network";
    case Action::Image: break;
    }
    return "org.taper.image";
}

const Method *findMethod(std::string_view name)
{
    for (const auto &method : methods)
        if (method.name == name)
            return &method;
    return nullptr;
}

} // namespace taper::protocol
