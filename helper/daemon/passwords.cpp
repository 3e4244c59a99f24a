// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/passwords.h"

#include <crypt.h>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sys/random.h>

namespace taper::daemon {

std::string generatePassword()
{
    // 31 letters and digits; 248 = 8 * 31: bytes above are thrown away, so that all are equally likely.
    static constexpr char alphabet[] = "abcdefghjkmnpqrstuvwxyz23456789";
    static_assert(sizeof alphabet - 1 == 31);
    std::string password;
    while (password.size() < 16) {
        unsigned char byte = 0;
        if (getrandom(&byte, 1, 0) != 1)
            std::abort();
        if (byte < 248)
            password += alphabet[byte % 31];
    }
    return password;
}

Result<std::string> hashPassword(const std::string &password)
{
    if (password.size() > 256 || password.find_first_of(std::string_view("\0\n:", 3)) != std::string::npos)
        return fail(ErrorCode::InvalidArgument, "password", "",
                    "longer than 256 bytes, or with a line end or colon");
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];
    if (!crypt_gensalt_rn("$6$", 0, nullptr, 0, setting, sizeof setting))
        return systemError("crypt_gensalt");
    auto data = std::make_unique<crypt_data>();
    std::memset(data.get(), 0, sizeof *data);
    const char *hash = crypt_r(password.c_str(), setting, data.get());
    if (!hash || hash[0] == '*')
        return systemError("crypt");
    return std::string(hash);
}

} // namespace taper::daemon
