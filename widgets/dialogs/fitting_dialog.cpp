// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/fitting_dialog.h"

#include <QDialogButtonBox>
#include <QScreen>
#include <QScrollArea>
#include <QShowEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace mien {

FittingDialog::FittingDialog(const QString& title, QWidget* parent)
    : QDialog(parent), m_column(new QVBoxLayout(this)), m_buttons(new QDialogButtonBox)
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    m_column->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
}

void FittingDialog::setContent(QWidget* widget)
{
    m_content = widget;
    widget->setObjectName(u"scrolled"_s);
    auto* scroll = new QScrollArea;
    scroll->setWidget(widget);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_column->insertWidget(0, scroll, 1);
}

void FittingDialog::showEvent(QShowEvent* event)
{
    // QDialog itself stops at two thirds of the screen.
    if (!event->spontaneous()) resize(sizeHint());
    QDialog::showEvent(event);
}

QSize FittingDialog::sizeHint() const
{
    const QSize screen = this->screen()->availableSize();
    const QSize limit(std::min(screen.width() - 40, 1200), std::min(screen.height() - 60, 660));
    QSize wanted = m_content ? m_content->sizeHint() : QSize(400, 200);
    wanted += QSize(52, 70 + m_buttons->sizeHint().height());
    return wanted.boundedTo(limit);
}

} // namespace mien
