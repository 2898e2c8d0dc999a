// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/selection.h"

namespace mien {

void Selection::setClip(const ClipRef& clip)
{
    if (m_clip == clip) return;
    m_clip = clip;
    m_frame = 0;
    setLandmark(-1);
    setPerson(-1);
    emit clipChanged(m_clip);
}

void Selection::setRun(const QString& folder)
{
    if (m_run == folder) return;
    m_run = folder;
    setCell(std::nullopt);
    emit runChanged(m_run);
}

void Selection::setFrame(int frame)
{
    if (m_frame == frame || frame < 0) return;
    m_frame = frame;
    emit frameChanged(m_frame);
}

void Selection::setLandmark(int landmark)
{
    if (m_landmark == landmark) return;
    m_landmark = landmark;
    emit landmarkChanged(m_landmark);
}

void Selection::setPerson(int person)
{
    if (m_person == person) return;
    m_person = person;
    emit personChanged(m_person);
}

void Selection::setCell(const std::optional<ConfusionCell>& cell)
{
    if (m_cell == cell) return;
    m_cell = cell;
    emit cellChanged(m_cell);
}

} // namespace mien
