// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/html_writer.h"

#include <QByteArray>
#include <QString>

namespace mien::report {

std::string escaped(std::string_view text)
{
    const QString decoded = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    QString result;
    result.reserve(decoded.size());
    for (const QChar c : decoded) {
        switch (c.unicode()) {
        case u'&':
            result += QLatin1StringView("&amp;");
            break;
        case u'<':
            result += QLatin1StringView("&lt;");
            break;
        case u'>':
            result += QLatin1StringView("&gt;");
            break;
        case u'"':
            result += QLatin1StringView("&quot;");
            break;
        case u'\'':
            result += QLatin1StringView("&#39;");
            break;
        default: {
            const bool blank = c == u'\n' || c == u'\t';
            if (blank || c.category() != QChar::Other_Control) result += c;
        }
        }
    }
    return result.toStdString();
}

std::string base64(std::string_view bytes)
{
    return QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())).toBase64().toStdString();
}

void HtmlWriter::open(std::string_view tag, Attributes attributes)
{
    m_text += '<';
    m_text += tag;
    for (const auto& [name, value] : attributes) {
        m_text += ' ';
        m_text += name;
        m_text += "=\"";
        m_text += escaped(value);
        m_text += '"';
    }
    m_text += '>';
}

void HtmlWriter::close(std::string_view tag)
{
    m_text += "</";
    m_text += tag;
    m_text += ">\n";
}

HtmlWriter::Scope HtmlWriter::scope(std::string_view tag, Attributes attributes)
{
    open(tag, attributes);
    return Scope(*this, tag);
}

void HtmlWriter::element(std::string_view tag, std::string_view text, Attributes attributes)
{
    open(tag, attributes);
    m_text += escaped(text);
    close(tag);
}

void HtmlWriter::voidElement(std::string_view tag, Attributes attributes)
{
    open(tag, attributes);
    m_text.insert(m_text.size() - 1, "/"); // the page is well-formed XML too
    m_text += '\n';
}

void HtmlWriter::text(std::string_view text)
{
    m_text += escaped(text);
}

void HtmlWriter::markup(std::string_view trusted)
{
    m_text += trusted;
}

} // namespace mien::report
