// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/jobs_panel.h"

#include "widgets/theme/icons.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace mien {

/// A job in the panel; shows a JobRow and asks.
class JobRowWidget final : public QFrame
{
public:
    explicit JobRowWidget(JobsPanel* panel, int id) : m_id(id)
    {
        setObjectName(u"jobRow"_s);
        m_title->setTextFormat(Qt::PlainText);
        m_state->setObjectName(u"muted"_s);
        m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_messages->setObjectName(u"warning"_s);
        m_messages->setWordWrap(true);
        m_messages->setTextFormat(Qt::PlainText);
        m_messages->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_result->setObjectName(u"muted"_s);
        m_result->setWordWrap(true);
        m_result->setTextFormat(Qt::PlainText);
        m_result->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_bar->setTextVisible(false);
        m_bar->setMaximumHeight(8);
        m_bar->setMinimumWidth(60);
        m_bar->setMaximumWidth(180);
        setUpButton(m_pause, Glyph::Pause, JobsPanel::tr("Pause or go on"));
        setUpButton(m_finish, Glyph::FinishEarly, JobsPanel::tr("Finish early: keep what was done"));
        setUpButton(m_cancel, Glyph::Cancel, JobsPanel::tr("Cancel: discard"));
        m_pause->setCheckable(true);
        connect(m_pause, &QToolButton::clicked, panel,
                [panel, id](bool paused) { emit panel->pauseRequested(id, paused); });
        connect(m_finish, &QToolButton::clicked, panel, [panel, id] { emit panel->finishRequested(id); });
        connect(m_cancel, &QToolButton::clicked, panel, [panel, id] { emit panel->cancelRequested(id); });

        auto* row = new QHBoxLayout;
        row->setSpacing(6);
        row->addWidget(m_title, 2);
        row->addWidget(m_state, 3);
        row->addWidget(m_bar, 1);
        row->addWidget(m_pause);
        row->addWidget(m_finish);
        row->addWidget(m_cancel);
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(2, 3, 2, 3);
        column->setSpacing(2);
        column->addLayout(row);
        column->addWidget(m_messages);
        column->addWidget(m_result);
    }

    void show(const JobRow& job)
    {
        m_title->setText(job.title);
        QStringList facts{JobsModel::stateText(job.state)};
        if (job.isLive() && !job.stage.isEmpty()) facts << job.stage;
        if (job.isLive() && !job.remaining.isEmpty()) facts << job.remaining;
        m_state->setText(facts.join(u" · "_s));
        m_bar->setVisible(job.isLive());
        m_bar->setRange(0, job.fraction < 0 ? 0 : 1000);
        if (job.fraction >= 0) m_bar->setValue(static_cast<int>(job.fraction * 1000));
        m_bar->setAccessibleName(job.title);
        m_pause->setVisible(job.isLive() && job.canPause);
        m_pause->setChecked(job.state == JobRow::State::Paused);
        m_pause->setIcon(glyphIcon(job.state == JobRow::State::Paused ? Glyph::Play : Glyph::Pause));
        m_finish->setVisible(job.isLive() && job.canFinish);
        m_cancel->setVisible(job.isLive());
        m_messages->setText(job.messages.join(u'\n'));
        m_messages->setVisible(!job.messages.isEmpty());
        m_result->setText(job.result);
        m_result->setVisible(!job.result.isEmpty());
    }

    int id() const { return m_id; }

private:
    static void setUpButton(QToolButton* button, Glyph glyph, const QString& tip)
    {
        button->setIcon(glyphIcon(glyph));
        button->setIconSize(QSize(11, 11));
        button->setToolTip(tip);
        button->setAccessibleName(tip);
    }

    int m_id;
    QLabel* m_title = new QLabel;
    QLabel* m_state = new QLabel;
    QLabel* m_messages = new QLabel;
    QLabel* m_result = new QLabel;
    QProgressBar* m_bar = new QProgressBar;
    QToolButton* m_pause = new QToolButton;
    QToolButton* m_finish = new QToolButton;
    QToolButton* m_cancel = new QToolButton;
};

JobsPanel::JobsPanel(JobsModel* model, QWidget* parent)
    : QWidget(parent), m_model(model), m_rows(new QVBoxLayout), m_empty(new QLabel(tr("Nothing is running")))
{
    m_empty->setObjectName(u"muted"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    auto* content = new QWidget;
    content->setObjectName(u"scrolled"_s);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    inner->addLayout(m_rows);
    inner->addWidget(m_empty);
    inner->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* clear = new QPushButton(tr("Clear ended jobs"));
    connect(clear, &QPushButton::clicked, model, &JobsModel::clearEnded);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 0, 8, 6);
    column->addWidget(scroll, 1);
    column->addWidget(clear, 0, Qt::AlignRight);
    setAccessibleName(tr("Jobs"));

    connect(model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) { inserted(first, last); });
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) { removed(first, last); });
    connect(model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& first, const QModelIndex& last) {
        for (int row = first.row(); row <= last.row(); ++row) {
            const JobRow* job = m_model->jobAt(row);
            if (JobRowWidget* widget = m_widgets.value(job->id)) widget->show(*job);
        }
    });
    if (model->rowCount() > 0) inserted(0, model->rowCount() - 1);
    updateEmpty();
}

void JobsPanel::inserted(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const JobRow* job = m_model->jobAt(row);
        auto* widget = new JobRowWidget(this, job->id);
        widget->show(*job);
        widget->setVisible(true);
        m_rows->insertWidget(0, widget); // newest on top
        m_widgets.insert(job->id, widget);
    }
    updateEmpty();
}

void JobsPanel::removed(int first, int last)
{
    for (int row = first; row <= last; ++row)
        if (JobRowWidget* widget = m_widgets.take(m_model->jobAt(row)->id)) widget->deleteLater();
    updateEmpty();
}

void JobsPanel::updateEmpty()
{
    m_empty->setVisible(m_widgets.isEmpty());
}

} // namespace mien
