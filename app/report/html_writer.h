// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace mien::report {

/// `text` safe in HTML text and quoted attributes: & < > " ' become references, bytes that are no UTF-8 become U+FFFD,
/// and control characters that HTML forbids are dropped.
std::string escaped(std::string_view text);

/// Standard base64 with padding.
std::string base64(std::string_view bytes);

/// Builds an HTML text. Everything that is not called markup is escaped here and nowhere else.
class HtmlWriter
{
public:
    using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    /// An open element; closes when it goes out of scope. Must not outlive its writer.
    class [[nodiscard]] Scope
    {
    public:
        Scope(HtmlWriter& writer, std::string_view tag) : m_writer(writer), m_tag(tag) {}
        ~Scope() { m_writer.close(m_tag); }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        HtmlWriter& m_writer;
        std::string m_tag;
    };

    Scope scope(std::string_view tag, Attributes attributes = {});
    void element(std::string_view tag, std::string_view text, Attributes attributes = {});
    void voidElement(std::string_view tag, Attributes attributes = {}); ///< img, meta: no end tag
    void text(std::string_view text);
    void markup(std::string_view trusted); ///< as it is: only for text of our own making

    const std::string& result() const { return m_text; }

private:
    void open(std::string_view tag, Attributes attributes);
    void close(std::string_view tag);

    std::string m_text;
};

} // namespace mien::report
