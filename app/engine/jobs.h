// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/dataset/affect_course.h"
#include "core/dataset/dataset_index.h"
#include "core/dataset/protocol.h"
#include "core/eval/run_report.h"
#include "core/face/face_tracker.h"
#include "core/face/head_pose.h"
#include "core/face/neutral_choice.h"
#include "core/face/people.h"
#include "core/facs/action_units.h"
#include "core/io/openface_csv.h"
#include "core/media/part_source.h"
#include "core/project/landmark_cache.h"
#include "core/project/run_folder.h"
#include "core/types/clip_source.h"
#include "core/types/face_track.h"
#include "models/api/engine.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The jobs that the window and the command line share: plain functions of parameters and RunControl. They know
/// nothing of threads; whoever calls them chooses one. Numbers are the same on every route because this is the only
/// one.
namespace mien::jobs {

/// What every extraction needs, loaded once. Thread: may be shared by any number of threads.
struct FaceTools
{
    std::shared_ptr<const LandmarkModel> model;
    std::shared_ptr<LandmarkCache> cache;
    bool remember = true; ///< whether a film stays in the cache when it has been read from there
    FaceOptions options;

    /// Input error that names what is missing: the landmark model, or a cascade that the options name.
    static Result<FaceTools> load(bool useCache = true, const FaceOptions& options = {});
};

/// The files behind an input that a person names: the images of a folder in natural order, else the file itself, or the
/// folder where it holds landmarks and stands for its video.
Result<std::vector<std::filesystem::path>> inputFiles(const std::filesystem::path& input);

/// The inputs below a folder, in natural order: every video, and every folder that holds images as one sequence. Of
/// anything that is no folder: itself. Input error for a folder that holds none.
Result<std::vector<std::filesystem::path>> inputsBelow(const std::filesystem::path& input);

/// Opens the files of a clip: one video or image, the images of a sequence in order, or landmarks
/// (core/io/landmark_source.h).
Result<std::unique_ptr<FrameSource>> openFiles(const std::vector<std::filesystem::path>& files,
                                               const std::optional<FilmPart>& part = {});

/// The largest face of one source and its landmarks, from the cache if it has them; a file or folder of landmarks
/// (core/io/landmark_files.h) stands for its video. `onFrame` shows frames as they are measured, before they are
/// steadied: one call at a time, from any thread, in any order, and none of what the cache or a file already had.
struct ExtractRequest
{
    std::vector<std::filesystem::path> files; ///< see inputFiles()
    unsigned workers = 0;                     ///< threads; 0 = one for every core
    /// What is given out of the film, as a film of its own: frames and times from 0. The film is followed as a whole
    /// all the same, so that its parts share what the cache holds of it and have the numbers that training has.
    std::optional<FilmPart> part = {};
};
Result<FaceTrack> extract(const ExtractRequest& request, const FaceTools& tools, const RunControl& control,
                          const std::function<void(const FaceFrame&)>& onFrame = {});
Result<FaceTrack> extract(const ExtractRequest& request, const RunControl& control,
                          const std::function<void(const FaceFrame&)>& onFrame = {});

/// Everyone in a film.
struct PeopleTrack
{
    FaceTrack track; ///< an entry for every face, in order of frames and people, and one without a face for a frame
                     ///< that has none or only people who are excluded
    People people;   ///< of the whole film; nobody where landmarks came from a file
};

/// As extract(), of all faces. `people` is what a user made of those told apart in this film; nothing = as their looks
/// tell them apart. The faces that `onFrame` shows have tracklets, no persons yet.
Result<PeopleTrack> extractPeople(const ExtractRequest& request, const std::optional<People>& people,
                                  const FaceTools& tools, const RunControl& control,
                                  const std::function<void(const FaceFrame&)>& onFrame = {});

/// Faces, pose and action units of one source as a table in the style of OpenFace (core/io/openface_csv.h) with its
/// details file beside it. Memory does not grow with the length of the film. Landmarks that somebody else found
/// (core/io/landmark_files.h) stand for their film: what needs no picture is measured on them.
struct TableJob
{
    std::filesystem::path input; ///< as a person names it
    ExtractRequest request;
    std::filesystem::path csv;         ///< what is there is replaced
    NeutralChoice neutral = {};        ///< what action units count from
    std::optional<Camera> camera = {}; ///< of the lens, where it is known; for the pose
    std::optional<People> people = {}; ///< what a user made of those told apart
};
Result<TableFacts> writeTable(const TableJob& job, const FaceTools& tools, const RunControl& control);

/// Tracks of many clips of one dataset, in parallel; a clip that fails has an Error in its place and ends nothing. Of a
/// clip that is a part of a video only that part (trackOfClip()); a video is gone through once for all its clips.
Result<std::vector<Result<FaceTrack>>> extractAll(const DatasetIndex& index, const std::vector<const ClipEntry*>& clips,
                                                  const RunControl& control);

/// Everything between the datasets on disk and the network's input.
struct PreparedRun
{
    std::unique_ptr<ClipSource> clips;
    std::vector<Sample> samples;
    std::vector<Fold> folds;
    Task task = Task::Classes;
    std::vector<std::string> classes;
    std::vector<Diagnostic> diagnostics; ///< clips left out, and why
    std::vector<std::string> generated;  ///< names of the datasets that are drawn
    std::vector<std::string> leakedSubjects;
    std::vector<LeakedPair> leakedPairs; ///< clips on both sides that look the same
    int subjects = 0;
    std::vector<int> parentFolds; ///< of a network that learns from features: for each fold that of the parent run
};

/// Reads datasets, extracts landmarks, samples, splits; has the parent run make its features. Controls (shuffled
/// labels, first frame) are applied here, before the split. Errors in words for what would make training fail: no
/// labelled clip, a class missing from a training part, fewer subjects than folds.
Result<PreparedRun> prepare(const RunConfig& config, Engine& engine, const RunControl& control);

struct TrainJob
{
    RunConfig config; ///< with `resume`: without datasets, run.json is taken; else both must say the same
    std::filesystem::path folder;
    bool resume = false;
    std::optional<std::int64_t> memory = {}; ///< bytes that may be taken more; nothing = what the system has free
};

struct TrainResult
{
    RunReport report;
    TrainOutcome outcome;
    std::vector<std::string> outputs; ///< names of what the network gives: classes, action units, valence and arousal
    std::vector<Prediction> predictions; ///< held-out, as evaluated: after voting
    std::filesystem::path folder;
    bool wasFinished = false; ///< resume of a finished run: nothing was done
};

/// prepare(), train, evaluate; writes the whole run folder. Usage error when `folder` is a run and `resume` is false.
Result<TrainResult> train(const TrainJob& job, Engine& engine, const TrainEvents& events, const RunControl& control);

/// Figures of a run: from its stored predictions, or, with `data`, of all its folds' networks on another dataset. A
/// TorchScript module with its description may stand for the run, with `data`.
struct EvaluateJob
{
    std::filesystem::path folder;
    std::optional<std::filesystem::path> data;
    int clipsPerClass = 0;  ///< of other data so many clips of each class are drawn; 0 = all are tested
    std::uint64_t seed = 1; ///< of that draw
    std::size_t batch = 0;  ///< ReportOptions::batch
};
Result<RunReport> evaluate(const EvaluateJob& job, Engine& engine, const RunControl& control);

/// One window of frames of an input, classified.
struct WindowPrediction
{
    int firstFrame = 0; ///< from 1, as in files
    int lastFrame = 0;
    double seconds = 0;    ///< time of the first frame
    Prediction prediction; ///< fold 0: the mean of all folds' logits and probabilities; empty with a problem
    std::string problem;   ///< why this window has no prediction ("no face in 14 of 20 frames")
};

/// Classifies any video, image folder or sequence, or the landmarks of one (core/io/landmark_files.h). Up to twice the
/// network's length is one window; longer inputs are cut into windows of the network's length, each starting half a
/// length after the one before. `source`: a run folder, or a TorchScript module with its description (exchange.h).
Result<std::vector<WindowPrediction>> predict(const std::filesystem::path& source, const std::filesystem::path& input,
                                              Engine& engine, const RunControl& control);

/// Valence and arousal of every frame of a video, image folder or sequence, by a run of Task::Affect: the mean over its
/// folds' networks, completed as the valence/arousal spec, section 7, says (core/dataset/affect_course.h). Where a
/// recurrent network never sees enough faces in a row, its parent run answers for the single frames, if it can.
Result<std::vector<AffectFrame>> predictAffect(const std::filesystem::path& folder, const std::filesystem::path& input,
                                               Engine& engine, const RunControl& control);

/// A map of one clip of the run's dataset, with all it takes to paint it.
struct ExplainJob
{
    std::filesystem::path folder;
    std::string clip;                          ///< sample id of the run, or clip id of the dataset
    std::optional<std::filesystem::path> data; ///< overrides the dataset in run.json
    std::optional<int> fold;                   ///< default: the fold that held the clip out
    std::string method;                        ///< empty = the network's default
    std::string layer;
    int explainedClass = -1;
};

struct Explanation
{
    HeatMap map;
    Prediction prediction;
    std::vector<std::string> classes;
    AuAgreement agreement; ///< against the action units expected for the explained class
    FaceTrack track;
    std::vector<std::filesystem::path> files; ///< of the clip
    int fold = 0;
    bool heldOut = false; ///< the network never saw this clip
};
Result<Explanation> explain(const ExplainJob& job, Engine& engine, const RunControl& control);

/// Of a map over landmarks three CSV, two PNG and the agreement JSON, of one over pictures two CSV, one PNG and the
/// JSON; returns their paths.
Result<std::vector<std::filesystem::path>> writeExplanation(const Explanation& explanation,
                                                            const std::filesystem::path& folder);

} // namespace mien::jobs
