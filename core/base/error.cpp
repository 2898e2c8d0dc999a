// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include "core/base/printable.h"

namespace mien {

std::string Error::message() const
{
    std::string text = where.empty() ? what : where + ": " + what;
    if (!remedy.empty()) text += "; " + remedy;
    return text::printable(text);
}

Error Error::failed(std::string what, std::string where, std::string remedy)
{
    return {ErrorKind::Failed, std::move(what), std::move(where), std::move(remedy)};
}

Error Error::usage(std::string what, std::string where, std::string remedy)
{
    return {ErrorKind::Usage, std::move(what), std::move(where), std::move(remedy)};
}

Error Error::input(std::string what, std::string where, std::string remedy)
{
    return {ErrorKind::Input, std::move(what), std::move(where), std::move(remedy)};
}

Error Error::cancelled()
{
    return {ErrorKind::Cancelled, "cancelled", {}, {}};
}

} // namespace mien
