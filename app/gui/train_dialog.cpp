// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/train_dialog.h"

#include "app/gui/option_texts.h"
#include "app/gui/path_opener.h"
#include "core/dataset/class_check.h"
#include "core/dataset/label_mapping.h"
#include "core/dataset/protocol.h"
#include "widgets/common/names.h"
#include "widgets/forms/option_form.h"
#include "widgets/itemmodels/library_model.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace mien {

TrainDialog::TrainDialog(std::vector<ModelInfo> models, const Engine& engine, std::vector<Dataset> datasets,
                         const QString& runsFolder, QWidget* parent)
    : FittingDialog(tr("New Training"), parent), m_models(std::move(models)), m_engine(engine),
      m_datasets(std::move(datasets)), m_runsFolder(runsFolder), m_dataset(new QComboBox), m_network(new QComboBox),
      m_paper(new QLabel), m_preset(new QComboBox), m_protocol(new QComboBox), m_seed(new QSpinBox),
      m_device(new QComboBox), m_precision(new QComboBox), m_threads(new QSpinBox), m_parent(new QLineEdit),
      m_folder(new QLineEdit), m_form(new OptionForm), m_note(new QLabel), m_warning(new QLabel), m_problem(new QLabel)
{
    for (const Dataset& dataset : m_datasets) m_dataset->addItem(toQString(dataset.index->name));
    for (const ModelInfo& model : m_models)
        m_network->addItem(tr("%1 (%2)").arg(toQString(model.title), toQString(model.id)));
    m_preset->addItem(tr("recommended"), u"recommended"_s);
    m_preset->addItem(tr("as in the paper"), u"paper"_s);
    m_protocol->setEditable(true);
    m_protocol->addItems({u"subject-kfold:6"_s, u"loso"_s, u"holdout:0.2"_s, u"kfold:6"_s, u"clip-holdout:0.2"_s,
                          u"split"_s, u"paper"_s});
    m_protocol->setToolTip(tr("subject-kfold:K – every subject held out once, in K folds\n"
                              "loso – leave one subject out\n"
                              "holdout:F – whole subjects until a share F of the clips is held out\n"
                              "subjects:ID,… – the named subjects are held out\n"
                              "split – the clips put into “test” are held out, those in “val” choose the epoch\n"
                              "kfold:K, clip-holdout:F, paper – by clips: subjects leak"));
    m_seed->setRange(0, 2'000'000'000);
    m_seed->setValue(1);
    m_device->addItems({u"auto"_s, u"cpu"_s, u"cuda:0"_s});
    m_device->setEditable(true);
    m_precision->addItems({u"float32"_s, u"bfloat16"_s, u"float16"_s});
    m_precision->setToolTip(tr("bfloat16 and float16 compute faster where the device has them, with fewer digits."));
    m_threads->setRange(0, 1024);
    m_threads->setSpecialValueText(tr("all cores"));
    m_paper->setObjectName(u"muted"_s);
    m_paper->setWordWrap(true);
    m_paper->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_warning->setObjectName(u"warning"_s);
    m_problem->setObjectName(u"bad"_s);
    m_note->setObjectName(u"muted"_s);
    for (QLabel* label : {m_note, m_warning, m_problem}) label->setWordWrap(true);

    setContent(makeContent());
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->insertWidget(1, m_note);
    column->insertWidget(2, m_warning);
    column->insertWidget(3, m_problem);
    auto* start = buttons()->addButton(tr("Start Training"), QDialogButtonBox::AcceptRole);
    start->setDefault(true);
    buttons()->addButton(QDialogButtonBox::Cancel);

    connect(m_network, &QComboBox::currentIndexChanged, this, &TrainDialog::rebuildForm);
    connect(m_preset, &QComboBox::currentIndexChanged, this, &TrainDialog::rebuildForm);
    connect(m_dataset, &QComboBox::currentIndexChanged, this, &TrainDialog::proposeFolder);
    connect(m_protocol, &QComboBox::currentTextChanged, this, &TrainDialog::check);
    connect(m_device, &QComboBox::currentTextChanged, this, &TrainDialog::check);
    connect(m_precision, &QComboBox::currentTextChanged, this, &TrainDialog::check);
    connect(m_parent, &QLineEdit::textChanged, this, &TrainDialog::check);
    connect(m_folder, &QLineEdit::textChanged, this, &TrainDialog::check);
    connect(m_folder, &QLineEdit::textEdited, this, [this] { m_folderByHand = true; });
    connect(m_form, &OptionForm::changed, this, &TrainDialog::check);
    rebuildForm();
}

QWidget* TrainDialog::makeContent()
{
    auto* browse = new QPushButton(tr("Choose…"));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &TrainDialog::chooseFolder);
    auto* folderRow = new QHBoxLayout;
    folderRow->addWidget(m_folder, 1);
    folderRow->addWidget(browse);

    auto* browseParent = new QPushButton(tr("Choose…"));
    browseParent->setAutoDefault(false);
    connect(browseParent, &QPushButton::clicked, this, &TrainDialog::chooseParent);
    m_parentRow = new QWidget;
    auto* parentRow = new QHBoxLayout(m_parentRow);
    parentRow->setContentsMargins(0, 0, 0, 0);
    parentRow->addWidget(m_parent, 1);
    parentRow->addWidget(browseParent);
    m_parent->setAccessibleName(tr("Features of the run"));

    auto* rows = m_rows = new QFormLayout;
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    rows->addRow(tr("Dataset"), m_dataset);
    rows->addRow(tr("Network"), m_network);
    rows->addRow(QString(), m_paper);
    rows->addRow(tr("Preset"), m_preset);
    rows->addRow(tr("Protocol"), m_protocol);
    rows->addRow(tr("Seed"), m_seed);
    rows->addRow(tr("Features of the run"), m_parentRow);
    rows->addRow(tr("Device"), m_device);
    rows->addRow(tr("Precision"), m_precision);
    rows->addRow(tr("Threads"), m_threads);
    rows->addRow(tr("Run folder"), folderRow);
    m_folder->setMinimumWidth(360);
    m_folder->setAccessibleName(tr("Run folder"));

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->addLayout(rows);
    column->addWidget(m_form);
    column->addStretch();
    return content;
}

const ModelInfo& TrainDialog::model() const
{
    return m_models.at(static_cast<std::size_t>(std::max(0, m_network->currentIndex())));
}

const TrainDialog::Dataset& TrainDialog::current() const
{
    return m_datasets.at(static_cast<std::size_t>(std::max(0, m_dataset->currentIndex())));
}

bool TrainDialog::continuesARun() const
{
    return std::any_of(model().inputs.begin(), model().inputs.end(),
                       [](const ClipSpec& input) { return input.kind == ClipSpec::Kind::Features; });
}

void TrainDialog::rebuildForm()
{
    m_rows->setRowVisible(m_parentRow, continuesARun());
    std::vector<FormField> fields;
    for (const OptionInfo& option : model().options)
        fields.push_back(toFormField(option, m_preset->currentData().toString()));
    m_form->setFields(fields);
    QString text = toQString(model().paper);
    text += u" · "_s % tr("%L1 parameters").arg(model().parameters);
    m_paper->setText(text);
    proposeFolder();
    check();
}

void TrainDialog::proposeFolder()
{
    if (m_folderByHand) return check();
    const QString base =
        m_runsFolder.isEmpty() ? QDir::cleanPath(pathToQString(dataset()->root) + u"/../runs"_s) : m_runsFolder;
    for (int number = 1;; ++number) {
        const QString folder = u"%1/%2-%3"_s.arg(base, toQString(model().id)).arg(number);
        if (QFileInfo::exists(folder)) continue;
        m_folder->setText(folder);
        break;
    }
    check();
}

void TrainDialog::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Folder for the run"), QFileInfo(m_folder->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        m_folderByHand = true;
        m_folder->setText(folder);
    });
    dialog->open();
}

void TrainDialog::chooseParent()
{
    auto* dialog =
        new QFileDialog(this, tr("Run whose network gives the features"), QFileInfo(m_folder->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_parent, &QLineEdit::setText);
    dialog->open();
}

void TrainDialog::setProtocol(const QString& protocol)
{
    m_protocol->setCurrentText(protocol);
}

void TrainDialog::setFolder(const QString& folder)
{
    m_folderByHand = true;
    m_folder->setText(folder);
}

RunConfig TrainDialog::config() const
{
    RunConfig config;
    RunConfig::Dataset data;
    data.path = dataset()->root.string();
    data.reader = dataset()->reader;
    data.clips = current().clips;
    config.datasets.push_back(data);
    config.network = model().id;
    config.preset = m_preset->currentData().toString().toStdString();
    config.protocol = m_protocol->currentText().trimmed().toStdString();
    if (const Dataset* tested = this->tested()) {
        config.tested.reader = tested->index->reader;
        config.tested.clips = tested->clips;
    }
    config.seed = static_cast<std::uint64_t>(m_seed->value());
    config.device = m_device->currentText().trimmed().toStdString();
    config.precision = m_precision->currentText().toStdString();
    config.threadsPerFold = m_threads->value();
    if (continuesARun() && !m_parent->text().trimmed().isEmpty())
        config.parentRun = QDir::cleanPath(m_parent->text().trimmed()).toStdString();
    const auto changed = m_form->changedValues();
    for (auto it = changed.begin(); it != changed.end(); ++it)
        config.options[it.key().toStdString()] = it.value().toStdString();
    return config;
}

const TrainDialog::Dataset* TrainDialog::tested() const
{
    const auto protocol = Protocol::parse(m_protocol->currentText().trimmed().toStdString(), model().id);
    if (!protocol || protocol->kind != Protocol::Kind::CrossDataset) return nullptr;
    const auto root = rootOf(protocol->directory);
    const auto at = std::find_if(m_datasets.begin(), m_datasets.end(),
                                 [&](const Dataset& dataset) { return dataset.index->root == root; });
    return at == m_datasets.end() ? nullptr : &*at;
}

QString TrainDialog::folder() const
{
    return QDir::cleanPath(m_folder->text().trimmed());
}

QString TrainDialog::problem() const
{
    if (const QString missing = missingLabels(); !missing.isEmpty()) return missing;
    if (continuesARun() && m_parent->text().trimmed().isEmpty())
        return tr("Name the run whose network gives the features.");
    const auto protocol = Protocol::parse(m_protocol->currentText().trimmed().toStdString(), model().id);
    if (!protocol) return toQString(protocol.error().message());
    const int subjects = static_cast<int>(dataset()->subjects().size());
    if (protocol->isSubjectDisjoint() && subjects < std::max(2, protocol->folds))
        return tr("The protocol needs %1 subjects, the dataset has %2.")
            .arg(std::max(2, protocol->folds))
            .arg(subjects);
    if (protocol->kind == Protocol::Kind::Split && !hasSplits())
        return tr("No clip is put into “test”: select clips in the library and choose Put into Split > test.");
    if (m_folder->text().trimmed().isEmpty()) return tr("Name a folder for the run.");
    const QFileInfo target(folder());
    if (target.exists() && (!target.isDir() || !QDir(folder()).isEmpty()))
        return tr("%1 exists and is not empty. Choose another folder.").arg(folder());
    const auto resolved = m_engine.resolve(config());
    if (!resolved) return toQString(resolved.error().message());
    return {};
}

QString TrainDialog::missingLabels() const
{
    if (model().task == Task::Classes)
        return dataset()->labelCounts().size() < 2
                   ? tr("This dataset has fewer than two labels: there is nothing to tell apart.")
                   : QString();
    if (std::any_of(dataset()->clips.begin(), dataset()->clips.end(),
                    [&](const ClipEntry& clip) { return isLabelledFor(clip, model().task); }))
        return {};
    return model().task == Task::Units ? tr("No clip of this dataset has coded action units.")
                                       : tr("No clip of this dataset is annotated with valence and arousal.");
}

bool TrainDialog::hasSplits() const
{
    return std::any_of(dataset()->clips.begin(), dataset()->clips.end(), [this](const ClipEntry& clip) {
        const auto split = clip.attributes.find(splitAttribute);
        return isLabelledFor(clip, model().task) && split != clip.attributes.end() && split->second == "test";
    });
}

bool TrainDialog::splitsLeak() const
{
    std::set<std::string> held, learned;
    for (const ClipEntry& clip : dataset()->clips) {
        if (!isLabelledFor(clip, model().task)) continue;
        const auto split = clip.attributes.find(splitAttribute);
        const bool test = split != clip.attributes.end() && split->second == "test";
        (test ? held : learned).insert(clip.subject);
    }
    return std::any_of(held.begin(), held.end(), [&](const std::string& subject) { return learned.contains(subject); });
}

QString TrainDialog::note() const
{
    int excluded = 0, relabelled = 0;
    for (const Dataset* dataset : {&current(), tested()}) {
        if (!dataset) continue;
        excluded += dataset->excluded;
        relabelled += static_cast<int>(std::count_if(dataset->clips.begin(), dataset->clips.end(),
                                                     [](auto& clip) { return clip.label && !clip.excluded; }));
    }
    QStringList notes;
    if (excluded > 0) notes << tr("%n clip(s) excluded", nullptr, excluded);
    if (relabelled > 0) notes << tr("%n clip(s) with another label than the dataset's", nullptr, relabelled);
    QStringList lines;
    if (!notes.isEmpty()) lines << tr("By your project: %1. The run's settings say which.").arg(notes.join(u", "_s));
    if (model().task != Task::Classes) return lines.join(u'\n');
    for (const ForeignClass& foreign : foreignClasses({dataset()}, model().classes))
        lines << tr("%1 is no class of %2: %n clip(s) left out.", nullptr, foreign.clips)
                     .arg(displayLabel(foreign.name), toQString(model().id));
    return lines.join(u'\n');
}

QString TrainDialog::warning() const
{
    const auto protocol = Protocol::parse(m_protocol->currentText().trimmed().toStdString(), model().id);
    if (protocol && !protocol->isSubjectDisjoint() && (protocol->kind != Protocol::Kind::Split || splitsLeak()))
        return tr("Subjects leak: the same people are in training and test parts. The accuracy will be higher than for "
                  "people the network has never seen, and every figure of this run says so.");
    return {};
}

void TrainDialog::check()
{
    const QString problem = this->problem();
    const QString warning = this->warning();
    const QString note = this->note();
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_warning->setText(warning);
    m_warning->setVisible(!warning.isEmpty());
    for (QAbstractButton* button : buttons()->buttons())
        if (buttons()->buttonRole(button) == QDialogButtonBox::AcceptRole) button->setEnabled(problem.isEmpty());
}

void TrainDialog::accept()
{
    if (!problem().isEmpty()) return check();
    emit trainingWanted(config(), folder());
    FittingDialog::accept();
}

} // namespace mien
