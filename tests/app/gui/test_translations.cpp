// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_loader.h"
#include "app/gui/option_texts.h"

#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;
using namespace mien;

namespace {

struct Message
{
    QString context;
    QString source;
    QString comment;
    QStringList forms; ///< one translation, or one per plural form
    bool plural = false;
    bool unfinished = false;

    QString key() const { return context + u'|' + source + u'|' + comment; }
};

QList<Message> read(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == u"name"_s) context = xml.readElementText();
        if (xml.name() == u"message"_s) {
            messages.append(Message());
            messages.last().context = context;
            messages.last().plural = xml.attributes().value(u"numerus"_s) == u"yes"_s;
        }
        if (messages.isEmpty()) continue;
        Message& message = messages.last();
        if (xml.name() == u"source"_s) message.source = xml.readElementText();
        if (xml.name() == u"comment"_s) message.comment = xml.readElementText();
        if (xml.name() == u"numerusform"_s) message.forms << xml.readElementText();
        if (xml.name() == u"translation"_s) {
            message.unfinished = xml.attributes().hasAttribute(u"type"_s);
            if (!message.plural) message.forms << xml.readElementText();
        }
    }
    return messages;
}

/// %1, %2, %n … of a text, sorted.
QStringList placeholders(const QString& text)
{
    static const QRegularExpression pattern(u"%L?(\\d|n)"_s);
    QStringList found;
    for (auto it = pattern.globalMatch(text); it.hasNext();) found << it.next().captured();
    found.sort();
    return found;
}

} // namespace

class TestTranslations final : public QObject
{
    Q_OBJECT
private slots:
    void everyTextIsTranslated_data();
    void everyTextIsTranslated();
    void placeholdersSurvive();
    void everyOptionHasWords();
};

void TestTranslations::everyTextIsTranslated_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("pluralOnly");
    QTest::newRow("English plural forms") << u"en"_s << true;
    QTest::newRow("Chinese") << u"zh_CN"_s << false;
}

void TestTranslations::everyTextIsTranslated()
{
    QFETCH(QString, language);
    QFETCH(bool, pluralOnly);
    const QTemporaryDir folder;
    const QString fresh = folder.filePath(u"fresh.ts"_s);
    QStringList arguments{u"-silent"_s, u"-I"_s, u"."_s, u"-locations"_s, u"none"_s};
    if (pluralOnly) arguments << u"-pluralonly"_s;
    arguments << u"widgets"_s << u"app"_s << u"-ts"_s << fresh;
    QProcess lupdate;
    lupdate.setWorkingDirectory(QStringLiteral(MIEN_SOURCE_DIR));
    lupdate.start(QStringLiteral(MIEN_LUPDATE), arguments);
    QVERIFY2(lupdate.waitForStarted(), "lupdate cannot be started: " MIEN_LUPDATE);
    QVERIFY(lupdate.waitForFinished(120'000));
    QCOMPARE(lupdate.exitCode(), 0);

    QMap<QString, Message> translated;
    for (const Message& message : read(QStringLiteral(MIEN_SOURCE_DIR "/translations/mien_%1.ts").arg(language)))
        translated.insert(message.key(), message);
    const QList<Message> wanted = read(fresh);
    QVERIFY(wanted.size() > (pluralOnly ? 5 : 200)); // lupdate found the sources
    QStringList missing;
    for (const Message& message : wanted) {
        const auto it = translated.constFind(message.key());
        if (it == translated.constEnd() || it->unfinished || it->forms.isEmpty() || it->forms.contains(QString()))
            missing << message.key();
    }
    QVERIFY2(missing.isEmpty(), qPrintable(u"not translated; run update_translations:\n"_s + missing.join(u'\n')));
}

void TestTranslations::placeholdersSurvive()
{
    for (const QString& language : {u"en"_s, u"zh_CN"_s})
        for (const Message& message : read(QStringLiteral(MIEN_SOURCE_DIR "/translations/mien_%1.ts").arg(language)))
            for (const QString& form : message.forms)
                QVERIFY2(placeholders(form) == placeholders(message.source),
                         qPrintable(language + u": "_s + message.source + u" → "_s + form));
}

/// Options come from the plugin, where lupdate does not look.
void TestTranslations::everyOptionHasWords()
{
    const auto engine = loadEngine();
    if (!engine) QSKIP("the models plugin is not built");
    QSet<QString> known;
    for (const Message& message : read(QStringLiteral(MIEN_SOURCE_DIR "/translations/mien_zh_CN.ts")))
        if (message.context == u"Options"_s) known << message.source;
    QSet<QString> without;
    for (const ModelInfo& model : (*engine)->models())
        for (const OptionInfo& option : model.options) {
            const FormField field = toFormField(option, u"recommended"_s);
            for (const QString& text : {field.title, field.group, field.help})
                if (!known.contains(text)) without << QString::fromStdString(model.id) + u": "_s + text;
        }
    QVERIFY2(without.isEmpty(), qPrintable(QStringList(without.values()).join(u'\n')));
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "test_translations.moc"
