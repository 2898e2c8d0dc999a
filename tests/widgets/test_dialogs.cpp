// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/class_list_dialog.h"
#include "widgets/dialogs/command_palette.h"
#include "widgets/dialogs/shortcuts_dialog.h"
#include "widgets/forms/option_form.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace mien;

namespace {

FormField field(const char* name, FormField::Type type, const char* value)
{
    FormField f;
    f.name = QLatin1String(name);
    f.title = f.name;
    f.type = type;
    f.value = QLatin1String(value);
    return f;
}

} // namespace

class TestDialogs final : public QObject
{
    Q_OBJECT
private slots:
    void formGivesOnlyWhatWasChanged();
    void formKeepsNumbersAsWritten();
    void formTakesNewFields();
    void editorsOfAllGroupsAreAligned();
    void listIsTicked();
    void tallDialogStaysOnTheScreen();
    void paletteFindsParts();
    void paletteRunsTheChosenAction();
    void shortcutsConflictIsSaid();
    void classListOfAPaperAndByHand();
};

void TestDialogs::classListOfAPaperAndByHand()
{
    ClassListDialog dialog({{"anger", 3}, {"boredom", 2}, {"contempt", 1}, {"disgust", 4}}, {}, nullptr);
    QCOMPARE(
        dialog.mapping(),
        (LabelMapping{{"anger", "anger"}, {"boredom", "boredom"}, {"contempt", "contempt"}, {"disgust", "disgust"}}));
    const auto combos = dialog.findChildren<QComboBox*>();
    QComboBox* presets = combos.front();
    presets->setCurrentIndex(presets->findData(u"microx"_s));
    emit presets->activated(presets->currentIndex());
    const LabelMapping microx = {
        {"anger", "anger"}, {"boredom", ""}, {"contempt", "contempt"}, {"disgust", "contempt"}};
    QCOMPARE(dialog.mapping(), microx);
    QVERIFY2(dialog.summary().contains(u"contempt 5"_s), qPrintable(dialog.summary()));
    QVERIFY2(dialog.summary().startsWith(u"2 "_s), qPrintable(dialog.summary()));
    for (QComboBox* combo : combos)
        if (combo->currentText() == u"anger"_s) combo->setCurrentText(u"Happy"_s); // the field's spellings
    QCOMPARE(dialog.mapping().at("anger"), std::string("happiness"));
    QSignalSpy accepted(&dialog, &ClassListDialog::mappingAccepted);
    dialog.accept();
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(accepted.front().front().value<LabelMapping>().at("disgust"), std::string("contempt"));
}

void TestDialogs::formGivesOnlyWhatWasChanged()
{
    OptionForm form;
    FormField epochs = field("epochs", FormField::Type::Integer, "60");
    epochs.minimum = 1;
    epochs.maximum = 100;
    FormField optimiser = field("optimiser", FormField::Type::Choice, "adam");
    optimiser.choices = {u"sgd"_s, u"adam"_s};
    form.setFields({epochs, field("rate", FormField::Type::Real, "0.001"), optimiser,
                    field("flip", FormField::Type::Flag, "true")});
    QVERIFY(form.changedValues().isEmpty());
    QSignalSpy changes(&form, &OptionForm::changed);
    form.setValue(u"epochs"_s, u"2"_s);
    form.setValue(u"optimiser"_s, u"sgd"_s);
    form.setValue(u"flip"_s, u"false"_s);
    QCOMPARE(changes.size(), 3);
    const QMap<QString, QString> wanted = {{u"epochs"_s, u"2"_s}, {u"optimiser"_s, u"sgd"_s}, {u"flip"_s, u"false"_s}};
    QCOMPARE(form.changedValues(), wanted);
    form.setValue(u"epochs"_s, u"1000"_s); // above the maximum
    QCOMPARE(form.value(u"epochs"_s), u"100"_s);
    QCOMPARE(form.value(u"unknown"_s), QString());
}

void TestDialogs::formKeepsNumbersAsWritten()
{
    OptionForm form;
    form.setFields({field("rate", FormField::Type::Real, "3e-05")});
    QCOMPARE(form.value(u"rate"_s), u"3e-05"_s);
    form.setValue(u"rate"_s, u"0.00003"_s); // the same number
    QVERIFY(form.changedValues().isEmpty());
}

void TestDialogs::formTakesNewFields()
{
    OptionForm form;
    form.setFields({field("a", FormField::Type::Real, "1")});
    form.setValue(u"a"_s, u"2"_s);
    form.setFields({field("b", FormField::Type::Real, "1")});
    QVERIFY(form.changedValues().isEmpty());
    QCOMPARE(form.value(u"a"_s), QString());
    QCOMPARE(form.value(u"b"_s), u"1"_s);
}

void TestDialogs::editorsOfAllGroupsAreAligned()
{
    OptionForm form;
    FormField narrow = field("k", FormField::Type::Real, "1");
    FormField wide = field("wide", FormField::Type::Choice, "a");
    wide.title = u"A title that is far wider"_s;
    wide.choices = {u"a"_s};
    narrow.group = u"One"_s;
    wide.group = u"Other"_s;
    form.setFields({narrow, wide});
    form.resize(500, 200);
    form.show();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    const auto left = [&](const QWidget* editor) { return editor->mapTo(&form, QPoint()).x(); };
    const int place = left(form.findChild<QComboBox*>());
    QCOMPARE(left(form.findChild<QLineEdit*>()), place);
    form.setValue(u"k"_s, u"2"_s); // bold from now on
    QCoreApplication::processEvents();
    QCOMPARE(left(form.findChild<QLineEdit*>()), place);
    QCOMPARE(left(form.findChild<QComboBox*>()), place);
}

void TestDialogs::listIsTicked()
{
    OptionForm form;
    FormField parts = field("components", FormField::Type::List, "mouth,nose");
    parts.choices = {u"mouth"_s, u"nose"_s, u"right_eye"_s};
    form.setFields({parts});
    QVERIFY(form.changedValues().isEmpty());
    QSignalSpy changes(&form, &OptionForm::changed);
    auto* eye = form.findChild<QCheckBox*>(u"right_eye"_s);
    QVERIFY(eye && !eye->isChecked());
    eye->click();
    QCOMPARE(changes.size(), 1);
    QCOMPARE(form.value(u"components"_s), u"mouth,nose,right_eye"_s);
    form.setValue(u"components"_s, u"right_eye"_s);
    QCOMPARE(form.changedValues().value(u"components"_s), u"right_eye"_s);
    QVERIFY(!form.findChild<QCheckBox*>(u"mouth"_s)->isChecked());
}

void TestDialogs::tallDialogStaysOnTheScreen()
{
    FittingDialog dialog(u"tall"_s, nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    auto* form = new OptionForm;
    std::vector<FormField> fields;
    for (int i = 0; i < 100; ++i) fields.push_back(field(qPrintable(u"option%1"_s.arg(i)), FormField::Type::Real, "1"));
    form->setFields(fields);
    dialog.setContent(form);
    dialog.buttons()->setStandardButtons(QDialogButtonBox::Ok);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    QVERIFY2(dialog.height() <= 720 && dialog.width() <= 1280, "the dialog is larger than 1280 × 720");
    const QPushButton* ok = dialog.buttons()->button(QDialogButtonBox::Ok);
    QVERIFY(dialog.rect().contains(ok->mapTo(&dialog, ok->rect().bottomRight())));
    QVERIFY(form->height() > dialog.height()); // so it scrolls
}

void TestDialogs::paletteFindsParts()
{
    QVERIFY(CommandPalette::score(u"Open Folder…"_s, u"fold"_s) > 0);
    QVERIFY(CommandPalette::score(u"Open Folder…"_s, u"op fo"_s) > CommandPalette::score(u"Open Folder…"_s, u"pen"_s));
    QCOMPARE(CommandPalette::score(u"Open Folder…"_s, u"open video"_s), -1);
    QCOMPARE(CommandPalette::score(u"Open Folder…"_s, u""_s), 0);
}

void TestDialogs::paletteRunsTheChosenAction()
{
    QAction play(u"&Play"_s);
    QAction pause(u"Pause"_s);
    pause.setEnabled(false);
    QSignalSpy played(&play, &QAction::triggered);
    QSignalSpy paused(&pause, &QAction::triggered);
    auto* palette = new CommandPalette({&play, &pause}, nullptr);
    palette->show();
    palette->setText(u"pl"_s);
    QCOMPARE(palette->shownTexts(), QStringList{u"Play"_s});
    QTest::keyClick(palette->findChild<QLineEdit*>(), Qt::Key_Return);
    QTRY_COMPARE(played.size(), 1);
    auto* second = new CommandPalette({&play, &pause}, nullptr);
    second->show();
    second->setText(u"pause"_s);
    QTest::keyClick(second->findChild<QLineEdit*>(), Qt::Key_Return);
    QVERIFY(second->isVisible()); // a disabled action is not run
    QCOMPARE(paused.size(), 0);
    second->close();
}

void TestDialogs::shortcutsConflictIsSaid()
{
    ShortcutsDialog dialog({{u"a"_s, u"Play"_s, QKeySequence(u"Space"_s), QKeySequence(u"Space"_s)},
                            {u"b"_s, u"Step"_s, QKeySequence(u"Right"_s), QKeySequence(u"Right"_s)},
                            {u"c"_s, u"None"_s, {}, {}},
                            {u"d"_s, u"None either"_s, {}, {}}},
                           nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QPushButton* ok = dialog.buttons()->button(QDialogButtonBox::Ok);
    QVERIFY(dialog.conflict().isEmpty()); // empty sequences do not clash
    QVERIFY(ok->isEnabled());
    dialog.setSequence(u"b"_s, QKeySequence(u"Space"_s));
    QVERIFY(dialog.conflict().contains(u"Play"_s));
    QVERIFY(dialog.conflict().contains(u"Step"_s));
    QVERIFY(!ok->isEnabled());
    dialog.buttons()->button(QDialogButtonBox::RestoreDefaults)->click();
    QVERIFY(ok->isEnabled());
    QCOMPARE(dialog.sequences().value(u"b"_s), QKeySequence(u"Right"_s));
}

QTEST_MAIN(TestDialogs)
#include "test_dialogs.moc"
