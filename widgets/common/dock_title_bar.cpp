// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/dock_title_bar.h"

#include "widgets/theme/icons.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace mien {

DockTitleBar::DockTitleBar(const QString& title, QDockWidget* dock)
    : QWidget(dock), m_title(new QLabel), m_info(new QLabel), m_fullTitle(title), m_buttonRoom(dock ? 60 : 24)
{
    setObjectName(dock ? u"dockTitle"_s : u"panelTitle"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName(u"panelTitleText"_s);
    m_info->setObjectName(u"panelTitleInfo"_s);
    m_info->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (QLabel* label : {m_title, m_info}) {
        label->setMinimumWidth(0);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        label->setTextFormat(Qt::PlainText);
    }
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(9, 2, 3, 1);
    row->setSpacing(2);
    row->addWidget(m_title, 1);
    row->addWidget(m_info, 1);
    if (dock) {
        auto* floating = new QToolButton;
        floating->setIcon(glyphIcon(Glyph::Float));
        floating->setToolTip(tr("Float or dock this panel"));
        floating->setAccessibleName(tr("Float %1").arg(title));
        connect(floating, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
        auto* close = new QToolButton;
        close->setIcon(glyphIcon(Glyph::Close));
        close->setToolTip(tr("Hide this panel (View > Panels shows it again)"));
        close->setAccessibleName(tr("Hide %1").arg(title));
        connect(close, &QToolButton::clicked, dock, &QDockWidget::close);
        for (QToolButton* button : {floating, close}) {
            button->setIconSize(QSize(11, 11));
            button->setFixedSize(19, 19);
            button->setFocusPolicy(Qt::TabFocus);
            row->addWidget(button);
        }
    } else {
        row->addSpacing(6);
    }
    setMinimumHeight(24);
    elide();
}

void DockTitleBar::addButton(QAction* action)
{
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setAccessibleName(action->toolTip());
    button->setIconSize(QSize(14, 14));
    button->setFixedSize(26, 20);
    if (action->menu()) button->setPopupMode(QToolButton::InstantPopup);
    layout()->addWidget(button);
    m_buttonRoom += button->width() + 2;
    elide();
}

void DockTitleBar::setTitle(const QString& title)
{
    m_fullTitle = title;
    elide();
}

void DockTitleBar::setInfo(const QString& info)
{
    m_fullInfo = info;
    m_info->setToolTip(info);
    elide();
}

void DockTitleBar::elide()
{
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics titleMetrics(bold);
    const QFontMetrics infoMetrics(font());
    const int room = std::max(40, width() - m_buttonRoom);
    const int titleWidth = std::min(titleMetrics.horizontalAdvance(m_fullTitle) + 4, room);
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->setStretch(0, titleWidth);
    row->setStretch(1, std::max(1, room - titleWidth));
    m_title->setText(titleMetrics.elidedText(m_fullTitle, Qt::ElideRight, titleWidth));
    m_info->setText(infoMetrics.elidedText(m_fullInfo, Qt::ElideRight, room - titleWidth - 6));
}

void DockTitleBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    elide();
}

} // namespace mien
