// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"
#include "core/types/run_config.h"
#include "models/api/engine.h"
#include "widgets/dialogs/fitting_dialog.h"

#include <memory>
#include <vector>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace mien {

class OptionForm;

/// A dataset that may be trained on.
struct TrainDialogDataset
{
    std::shared_ptr<const DatasetIndex> index; ///< as it will be trained on: without excluded clips
    int excluded = 0;                          ///< clips that a user left out
    std::vector<ClipOverride> clips = {};      ///< what a user made of them
};

/// Asks what to train and where to write it. The options come from the networks' own descriptions. Conditions that
/// would make the training fail are said before it starts.
class TrainDialog final : public FittingDialog
{
    Q_OBJECT
public:
    using Dataset = TrainDialogDataset;

    /// `engine` checks the options; it must outlive the dialog. `runsFolder` empty = beside the dataset.
    TrainDialog(std::vector<ModelInfo> models, const Engine& engine, std::vector<Dataset> datasets,
                const QString& runsFolder, QWidget* parent);

    RunConfig config() const;
    QString folder() const;
    QString problem() const; ///< why this cannot be trained, in words; empty = it can
    QString note() const;    ///< what a user made of the dataset, and clips of no class; empty = nothing
    QString warning() const; ///< what a reader of the result must know; empty = nothing

    OptionForm* form() const { return m_form; }
    void setProtocol(const QString& protocol);
    void setFolder(const QString& folder);

    void accept() override;

signals:
    void trainingWanted(const mien::RunConfig& config, const QString& folder);

private:
    QWidget* makeContent();
    const Dataset* tested() const; ///< of protocol cross:DIR, where it is one of the datasets; else null
    void rebuildForm();
    void proposeFolder();
    void chooseFolder();
    void chooseParent();
    void check();
    const ModelInfo& model() const;
    const Dataset& current() const;
    const DatasetIndex* dataset() const { return current().index.get(); }
    bool continuesARun() const;    ///< the network takes features of another's
    QString missingLabels() const; ///< of the kind that the network learns from; empty = there are some
    bool hasSplits() const;
    bool splitsLeak() const;

    std::vector<ModelInfo> m_models;
    const Engine& m_engine;
    std::vector<Dataset> m_datasets;
    QString m_runsFolder;
    QComboBox* m_dataset;
    QComboBox* m_network;
    QLabel* m_paper;
    QComboBox* m_preset;
    QComboBox* m_protocol;
    QSpinBox* m_seed;
    QComboBox* m_device;
    QComboBox* m_precision;
    QSpinBox* m_threads;
    QLineEdit* m_parent;
    QFormLayout* m_rows = nullptr;
    QWidget* m_parentRow = nullptr;
    QLineEdit* m_folder;
    OptionForm* m_form;
    QLabel* m_note;
    QLabel* m_warning;
    QLabel* m_problem;
    bool m_folderByHand = false;
};

} // namespace mien
