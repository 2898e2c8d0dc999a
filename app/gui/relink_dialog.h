// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/dialogs/fitting_dialog.h"

class QLabel;
class QPushButton;
class QTreeWidget;

namespace mien {

class ProjectDocument;

/// Says where the datasets and videos of a project lie now. One folder shown, those that made the same move are found
/// with it.
class RelinkDialog final : public FittingDialog
{
    Q_OBJECT
public:
    /// `document` must outlive the dialog.
    RelinkDialog(ProjectDocument& document, const QString& startFolder, QWidget* parent);

    void relink(const QString& folder); ///< the chosen source lies there
    QString resultText() const;

private:
    void showSources();
    void askForFolder();
    QString chosen() const; ///< root

    ProjectDocument& m_document;
    QString m_folder;
    QTreeWidget* m_sources;
    QLabel* m_result;
    QPushButton* m_choose;
    QStringList m_missing; ///< names of those that were missing when last shown
};

} // namespace mien
