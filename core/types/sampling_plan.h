// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mien {

/// Which samples a network makes of a clip (core/dataset/sampling.h obeys it; the rules one by one:
/// core/dataset/sampling_rules.h). Where the two rules differ, a clip's training samples are used for training and
/// validation, its held-out samples only when it is held out; their predictions are combined to one of the clip.
struct SamplingPlan
{
    enum class Rule {
        Even,             ///< one sample: `length` frames evenly from the first to the last
        Last,             ///< one sample: the last `length` frames
        LateFusionPair,   ///< one sample: the 15th frame from the end, and the last
        Windows,          ///< `length` frames, a window every `stride` frames
        Segments,         ///< consecutive groups of `length` frames, of the first `mostFrames`
        NeutralAndPeaks,  ///< four samples of one frame: the first as neutral, the last three as what the clip shows
        AnnotatedFrames,  ///< a sample of one frame wherever valence and arousal are annotated, every `stride` frames
        AnnotatedWindows, ///< `length` frames without a gap, whose target is the annotation of the frame behind
    };
    struct Choice
    {
        Rule rule = Rule::Even;
        int length = 20;
        int stride = 1;
        int mostFrames = 0; ///< of Segments; 0 = all

        friend bool operator==(const Choice&, const Choice&) = default;
    };

    /// Where they differ in the stride alone, samples that both have are shared.
    Choice training;
    Choice held;
    int minimumFrames = 10; ///< shorter clips are left out, with a note
    bool drawsNeutral =
        false; ///< where no clip is labelled neutral, first frames stand for it (landmark TCN spec, 2.1)
    bool targetIsLast = false; ///< of AnnotatedWindows: the target is that of the window's last frame
    int capPerClass = 0;       ///< samples of a class in a training part at most, drawn by the seed; 0 = all
    int affectSubset = 0;      ///< valence/arousal spec, section 2.4: 1, 2 or 3 thins a training part out; 0 = all
    bool affectRatio = false;  ///< with p = min(1, C/n), which flattens, instead of the paper's rule

    /// Every sample serves for training and for testing.
    static SamplingPlan same(const Choice& choice, int minimumFrames) { return {choice, choice, minimumFrames}; }
};

} // namespace mien
