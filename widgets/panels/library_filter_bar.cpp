// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/library_filter_bar.h"

#include "widgets/common/flow_layout.h"
#include "widgets/common/names.h"
#include "widgets/theme/icons.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <set>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {

LibraryFilterBar::LibraryFilterBar(const LibraryModel& model, LibraryFilter& filter, QWidget* parent)
    : QWidget(parent), m_model(model), m_filter(filter), m_words(new QLineEdit), m_menu(new QMenu(this)),
      m_button(new QToolButton), m_chips(new QWidget), m_flow(new FlowLayout(4, m_chips))
{
    m_words->setPlaceholderText(tr("Filter: surprise wrong"));
    m_words->setClearButtonEnabled(true);
    m_words->setAccessibleName(tr("Filter of the library"));
    m_words->setToolTip(tr("Words that must all occur in the name, subject, label or attributes;\n"
                           "“right” and “wrong” ask for the shown run's verdict, “split=test” for a part of training"));
    m_button->setIcon(glyphIcon(Glyph::Filter));
    m_button->setIconSize(QSize(16, 16));
    m_button->setMenu(m_menu);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setToolTip(tr("Filter by label, subject, split, prediction or landmarks"));
    m_button->setAccessibleName(m_button->toolTip());
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_words, 1);
    row->addWidget(m_button);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(5);
    column->addLayout(row);
    column->addWidget(m_chips);
    m_chips->hide();
    connect(m_menu, &QMenu::aboutToShow, this, &LibraryFilterBar::fillMenu);
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_filter.setWords(words);
        emit changed();
    });
}

void LibraryFilterBar::focusWords()
{
    m_words->setFocus();
    m_words->selectAll();
}

void LibraryFilterBar::ask(const LibraryQuery& query)
{
    m_filter.setQuery(query);
    showChips();
    emit changed();
}

void LibraryFilterBar::addChoice(QMenu& menu, const QString& text, bool chosen,
                                 const std::function<void(LibraryQuery&)>& change)
{
    QAction* action = menu.addAction(text);
    action->setCheckable(true);
    action->setChecked(chosen);
    connect(action, &QAction::triggered, this, [this, change] {
        LibraryQuery query = m_filter.query();
        change(query);
        ask(query);
    });
}

void LibraryFilterBar::fillLabels(QMenu& menu)
{
    for (const auto& [label, count] : m_filter.labelCounts()) {
        const QString shown = label.isEmpty() ? tr("not labelled") : displayLabel(label.toStdString());
        addChoice(menu, u"%1  (%2)"_s.arg(shown).arg(count), m_filter.query().label == label,
                  [label = label](LibraryQuery& q) { q.label = label; });
    }
    menu.setEnabled(!menu.isEmpty());
}

void LibraryFilterBar::fillSubjects(QMenu& menu)
{
    std::set<QString> subjects;
    for (int d = 0; d < m_model.datasetCount(); ++d)
        for (const ClipEntry& clip : m_model.indexAt(d).clips)
            if (!clip.subject.empty()) subjects.insert(toQString(clip.subject));
    for (const QString& subject : subjects)
        addChoice(menu, subject, m_filter.query().subject == subject,
                  [subject](LibraryQuery& q) { q.subject = subject; });
    menu.setEnabled(!menu.isEmpty());
}

void LibraryFilterBar::fillMenu()
{
    m_menu->clear();
    const LibraryQuery& now = m_filter.query();
    using Faces = LibraryQuery::Faces;
    fillLabels(*m_menu->addMenu(tr("Label")));
    fillSubjects(*m_menu->addMenu(tr("Subject")));
    QMenu* split = m_menu->addMenu(tr("Split"));
    for (const QString& name : {u"train"_s, u"val"_s, u"test"_s})
        addChoice(*split, name, now.split == name, [name](LibraryQuery& q) { q.split = name; });
    addChoice(*split, tr("none assigned"), now.split == QString(), [](LibraryQuery& q) { q.split = QString(); });
    QMenu* verdict = m_menu->addMenu(tr("Prediction of the Shown Run"));
    for (const auto& [text, value] : {std::pair(tr("right"), Verdict::Right), std::pair(tr("wrong"), Verdict::Wrong),
                                      std::pair(tr("none"), Verdict::None)})
        addChoice(*verdict, text, now.verdict == value, [value = value](LibraryQuery& q) { q.verdict = value; });
    QMenu* faces = m_menu->addMenu(tr("Landmarks"));
    for (const auto& [text, value] :
         {std::pair(tr("missing in some frames"), Faces::Missing), std::pair(tr("in every frame"), Faces::Complete),
          std::pair(tr("not extracted yet"), Faces::Unknown)})
        addChoice(*faces, text, now.faces == value, [value = value](LibraryQuery& q) { q.faces = value; });
    QMenu* excluded = m_menu->addMenu(tr("Excluded from Training"));
    addChoice(*excluded, tr("only the excluded clips"), now.excluded == true,
              [](LibraryQuery& q) { q.excluded = true; });
    addChoice(*excluded, tr("without the excluded clips"), now.excluded == false,
              [](LibraryQuery& q) { q.excluded = false; });
    m_menu->addSeparator();
    QAction* all = m_menu->addAction(tr("Show All Clips"));
    all->setEnabled(now.isActive());
    connect(all, &QAction::triggered, this, [this] {
        const bool hadClips = m_filter.query().clips.has_value();
        m_words->clear();
        ask({});
        if (hadClips) emit clipsCleared();
    });
}

void LibraryFilterBar::addChip(const QString& text, const std::function<void(LibraryQuery&)>& clear)
{
    auto* chip = new QToolButton;
    chip->setObjectName(u"chip"_s);
    chip->setCheckable(true);
    chip->setChecked(true);
    chip->setText(text % u"  ×"_s);
    chip->setToolTip(tr("Take this filter away"));
    chip->setAccessibleName(tr("Filter: %1").arg(text));
    m_flow->addWidget(chip);
    connect(chip, &QToolButton::clicked, this, [this, clear] {
        LibraryQuery query = m_filter.query();
        const bool hadClips = query.clips.has_value();
        clear(query);
        ask(query);
        if (hadClips && !query.clips) emit clipsCleared();
    });
}

void LibraryFilterBar::showChips()
{
    while (QLayoutItem* item = m_flow->takeAt(0)) {
        item->widget()->hide(); // at once; it may be the one that was clicked
        item->widget()->deleteLater();
        delete item;
    }
    const LibraryQuery& now = m_filter.query();
    using Faces = LibraryQuery::Faces;
    if (now.clips) addChip(m_reason, [](LibraryQuery& q) { q.clips.reset(); });
    if (now.label)
        addChip(now.label->isEmpty() ? tr("not labelled") : displayLabel(now.label->toStdString()),
                [](LibraryQuery& q) { q.label.reset(); });
    if (!now.subject.isEmpty()) addChip(now.subject, [](LibraryQuery& q) { q.subject.clear(); });
    if (now.split)
        addChip(now.split->isEmpty() ? tr("no split") : tr("split: %1").arg(*now.split),
                [](LibraryQuery& q) { q.split.reset(); });
    if (now.verdict)
        addChip(*now.verdict == Verdict::Right   ? tr("right")
                : *now.verdict == Verdict::Wrong ? tr("wrong")
                                                 : tr("no prediction"),
                [](LibraryQuery& q) { q.verdict.reset(); });
    if (now.faces)
        addChip(*now.faces == Faces::Missing    ? tr("landmarks missing")
                : *now.faces == Faces::Complete ? tr("landmarks complete")
                                                : tr("not extracted"),
                [](LibraryQuery& q) { q.faces.reset(); });
    if (now.excluded)
        addChip(*now.excluded ? tr("excluded") : tr("not excluded"), [](LibraryQuery& q) { q.excluded.reset(); });
    m_chips->setVisible(m_flow->count() > 0);
    m_chips->updateGeometry();
}

} // namespace mien
