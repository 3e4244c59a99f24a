// SPDX-License-Identifier: GPL-3.0-or-later
// Where an error was made. std::source_location where the compiler has it; Debian 12's clang 14, which the linters
// are built upon, has not: there the built-ins behind it say the same.
#pragma once
#if __has_include(<source_location>)
#include <source_location>
#endif

namespace taper {

#ifdef __cpp_lib_source_location
using SourceLocation = std::source_location;
#else
class SourceLocation
{
public:
    static constexpr SourceLocation current(const char *file = __builtin_FILE(),
                                            const char *function = __builtin_FUNCTION(),
                                            unsigned line = __builtin_LINE())
    {
        SourceLocation location;
        location.m_file = file;
        location.m_function = function;
        location.m_line = line;
        return location;
    }
    constexpr const char *file_name() const { return m_file; }
    constexpr const char *function_name() const { return m_function; }
    constexpr unsigned line() const { return m_line; }

private:
    const char *m_file = "", *m_function = "";
    unsigned m_line = 0;
};
#endif

} // namespace taper
