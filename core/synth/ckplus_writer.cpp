// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/synth/ckplus_writer.h"

#include "core/synth/dataset_files.h"
#include "core/synth/facs_coder.h"
#include "core/synth/layout_writer.h"

#include <array>
#include <cstdio>
#include <stdexcept>

namespace mien::synth {

namespace fs = std::filesystem;

namespace {

/// Numbers as the distribution has them: "   2.8600000e+02".
std::string exponential(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "   %.7e", value);
    return text;
}

/// Codes of the Emotion files: 1 anger, 2 contempt, 3 disgust, 4 fear, 5 happy, 6 sadness, 7 surprise; 0, neutral, is
/// never given to a sequence.
int emotionCode(const std::string& emotion)
{
    static constexpr std::array<std::string_view, 7> codes = {"anger",     "contempt", "disgust", "fear",
                                                              "happiness", "sadness",  "surprise"};
    for (std::size_t i = 0; i < codes.size(); ++i)
        if (codes[i] == emotion) return static_cast<int>(i) + 1;
    throw std::invalid_argument("CK+ has no code for " + emotion);
}

std::string frameStem(const ClipPlan& clip, int frame)
{
    char number[16];
    std::snprintf(number, sizeof number, "_%08d", frame + 1);
    return clip.id() + number;
}

fs::path place(const char* part, const ClipPlan& clip, int frame, const char* ending)
{
    return fs::path(part) / clip.subject / clip.sequence / (frameStem(clip, frame) + ending);
}

} // namespace

std::vector<AuCode> codedActionUnits(const AuSet& actionUnits)
{
    std::vector<AuCode> codes;
    for (const int number : auNumbers) {
        const int grade = gradeOf(actionUnits.strongest(number));
        if (grade > 0) codes.push_back({number, grade, 'B'});
    }
    return codes;
}

Result<fs::path> CkPlusWriter::writeFrame(const ClipPlan& clip, int frame, const Picture& picture) const
{
    const fs::path image = place("cohn-kanade-images", clip, frame, ".png");
    if (const auto written = writeDatasetFile(m_root / image, picture.png); !written) return written.error();
    std::string points;
    for (const Point& point : picture.truth.landmarks)
        points += exponential(static_cast<double>(point.x)) + exponential(static_cast<double>(point.y)) + "\n";
    const fs::path landmarks = place("Landmarks", clip, frame, "_landmarks.txt");
    if (const auto written = writeDatasetFile(m_root / landmarks, points); !written) return written.error();
    return image;
}

Result<void> CkPlusWriter::writeLabels(const ClipPlan& clip, const std::vector<AuCode>& actionUnits) const
{
    const int last = clip.frames - 1;
    if (!actionUnits.empty()) {
        std::string lines;
        for (const AuCode& code : actionUnits)
            lines += exponential(code.number) + exponential(code.intensity.value_or(0)) + "\n";
        const fs::path file = m_root / place("FACS", clip, last, "_facs.txt");
        if (const auto written = writeDatasetFile(file, lines); !written) return written;
    }
    if (clip.emotion.empty()) return {};
    return writeDatasetFile(m_root / place("Emotion", clip, last, "_emotion.txt"),
                            exponential(emotionCode(clip.emotion)) + "\n");
}

namespace {

class CkPlusRecording : public RecordingWriter
{
public:
    CkPlusRecording(const fs::path& root, const Recording& recording) : m_writer(root), m_plan(recording.plans.front())
    {
        m_clip.id = recording.id;
        m_clip.subject = recording.subject;
        m_clip.frameCount = m_plan.frames;
        if (!recording.label.empty()) m_clip.label = recording.label;
    }

    Result<void> writeFrame(int frame, const Picture& picture) override
    {
        auto file = m_writer.writeFrame(m_plan, frame, picture);
        if (!file) return file.error();
        m_clip.files.push_back(std::move(*file));
        return {};
    }

    Result<ClipEntry> writeLabels(const std::vector<FrameTruth>& truth) override
    {
        m_clip.actionUnits = codedActionUnits(truth.back().actionUnits);
        if (const auto written = m_writer.writeLabels(m_plan, m_clip.actionUnits); !written) return written.error();
        return m_clip;
    }

private:
    CkPlusWriter m_writer;
    const ClipPlan m_plan;
    ClipEntry m_clip;
};

class CkPlusLayout : public LayoutWriter
{
public:
    explicit CkPlusLayout(const fs::path& root) : m_root(root) {}
    Result<std::unique_ptr<RecordingWriter>> begin(const Recording& recording) const override
    {
        return std::unique_ptr<RecordingWriter>(std::make_unique<CkPlusRecording>(m_root, recording));
    }

private:
    fs::path m_root;
};

} // namespace

const Layout& ckplusLayout()
{
    static const Layout layout = {"ckplus", [](const fs::path& root) -> std::unique_ptr<LayoutWriter> {
                                      return std::make_unique<CkPlusLayout>(root);
                                  }};
    return layout;
}

} // namespace mien::synth
