// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QDialogButtonBox;
class QVBoxLayout;

namespace mien {

/// A dialog whose content scrolls and whose buttons stay in reach: never larger than the screen or 1280 × 720.
class FittingDialog : public QDialog
{
    Q_OBJECT
public:
    explicit FittingDialog(const QString& title, QWidget* parent);

    QDialogButtonBox* buttons() const { return m_buttons; }

    /// `widget` becomes the scrolled content; owned by the dialog.
    void setContent(QWidget* widget);
    QSize sizeHint() const override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* m_content = nullptr;
    QVBoxLayout* m_column;
    QDialogButtonBox* m_buttons;
};

} // namespace mien
