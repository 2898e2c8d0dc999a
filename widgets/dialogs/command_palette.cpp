// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/command_palette.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

#include "widgets/theme/theme.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace mien {
namespace {

enum Role { ActionIndexRole = Qt::UserRole + 1, ShortcutRole };

QString plainText(const QAction& action)
{
    QString text = action.text();
    return text.remove(u'&');
}

/// Name on the left, shortcut on the right.
class CommandDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        painter->setPen(Theme::of(option.widget).muted);
        painter->drawText(option.rect.adjusted(0, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter,
                          index.data(ShortcutRole).toString());
    }
};

} // namespace

CommandPalette::CommandPalette(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint), m_actions(actions), m_input(new QLineEdit),
      m_list(new QListWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Command palette"));
    m_input->setPlaceholderText(tr("Find an action…"));
    m_input->setAccessibleName(tr("Find an action"));
    m_input->installEventFilter(this);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setAccessibleName(tr("Actions"));
    m_list->setFocusPolicy(Qt::NoFocus);
    auto* frame = new QFrame;
    frame->setObjectName(u"palette"_s);
    auto* inner = new QVBoxLayout(frame);
    inner->setContentsMargins(8, 8, 8, 8);
    inner->addWidget(m_input);
    inner->addWidget(m_list);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(frame);
    resize(520, 360);
    if (parent) {
        const QPoint top = parent->mapToGlobal(QPoint(parent->width() / 2 - width() / 2, 64));
        move(top);
    }
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    refresh();
    m_input->setFocus();
}

void CommandPalette::setText(const QString& text)
{
    m_input->setText(text);
}

QStringList CommandPalette::shownTexts() const
{
    QStringList texts;
    for (int row = 0; row < m_list->count(); ++row) texts << m_list->item(row)->text();
    return texts;
}

int CommandPalette::score(const QString& text, const QString& typed)
{
    int total = 0;
    for (const QString& part : typed.split(u' ', Qt::SkipEmptyParts)) {
        const auto at = text.indexOf(part, 0, Qt::CaseInsensitive);
        if (at < 0) return -1;
        const bool wordStart = at == 0 || !text[at - 1].isLetterOrNumber();
        total += (at == 0 ? 4 : wordStart ? 2 : 1);
    }
    return total;
}

void CommandPalette::refresh()
{
    std::vector<std::pair<int, int>> found; // score, index
    for (int i = 0; i < m_actions.size(); ++i)
        if (const int s = score(plainText(*m_actions[i]), m_input->text()); s >= 0) found.emplace_back(s, i);
    std::stable_sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.first > b.first; });
    m_list->clear();
    for (const auto& [s, i] : found) {
        const QAction& action = *m_actions[i];
        auto* item = new QListWidgetItem(plainText(action), m_list);
        item->setData(ActionIndexRole, i);
        item->setData(ShortcutRole, action.shortcut().toString(QKeySequence::NativeText));
        if (!action.isEnabled()) item->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::run()
{
    QListWidgetItem* item = m_list->currentItem();
    if (!item || !(item->flags() & Qt::ItemIsEnabled)) return;
    QAction* action = m_actions[item->data(ActionIndexRole).toInt()];
    close();
    // After the palette is gone: the action may open a dialog of its own.
    QTimer::singleShot(0, action, &QAction::trigger);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_input && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
            QApplication::sendEvent(m_list, event);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            run();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace mien
