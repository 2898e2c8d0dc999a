<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>mien::ClassListDialog</name>
    <message numerus="yes">
        <source>%n class(es): </source>
        <translation>
            <numerusform>%n class: </numerusform>
            <numerusform>%n classes: </numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) without a label</source>
        <translation>
            <numerusform>%n clip without a label</numerusform>
            <numerusform>%n clips without a label</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::ClipEditor</name>
    <message numerus="yes">
        <source>Remove the Label of %n Clip(s)</source>
        <translation>
            <numerusform>Remove the Label of %n Clip</numerusform>
            <numerusform>Remove the Label of %n Clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label %n Clip(s) as %1</source>
        <translation>
            <numerusform>Label %n Clip as %1</numerusform>
            <numerusform>Label %n Clips as %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exclude %n Clip(s)</source>
        <translation>
            <numerusform>Exclude %n Clip</numerusform>
            <numerusform>Exclude %n Clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Include %n Clip(s)</source>
        <translation>
            <numerusform>Include %n Clip</numerusform>
            <numerusform>Include %n Clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take %n Clip(s) out of the Split</source>
        <translation>
            <numerusform>Take %n Clip out of the Split</numerusform>
            <numerusform>Take %n Clips out of the Split</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Put %n Clip(s) into %1</source>
        <translation>
            <numerusform>Put %n Clip into %1</numerusform>
            <numerusform>Put %n Clips into %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bring %n Clip(s) to a Class List</source>
        <translation>
            <numerusform>Bring %n Clip to a Class List</numerusform>
            <numerusform>Bring %n Clips to a Class List</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label %n Clip(s) as in the Dataset</source>
        <translation>
            <numerusform>Label %n Clip as in the Dataset</numerusform>
            <numerusform>Label %n Clips as in the Dataset</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::ConfusionPlot</name>
    <message numerus="yes">
        <source>%n clip(s) labelled %1, taken for %2</source>
        <translation>
            <numerusform>%n clip labelled %1, taken for %2</numerusform>
            <numerusform>%n clips labelled %1, taken for %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::LibraryModel</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::LibraryPanel</name>
    <message numerus="yes">
        <source>%1 of %n clip(s)</source>
        <translation>
            <numerusform>%1 of %n clip</numerusform>
            <numerusform>%1 of %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::MainWindow</name>
    <message numerus="yes">
        <source>device: CPU, %n core(s); networks not loaded yet</source>
        <translation>
            <numerusform>device: CPU, %n core; networks not loaded yet</numerusform>
            <numerusform>device: CPU, %n cores; networks not loaded yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forward %n Frame(s)</source>
        <translation>
            <numerusform>Forward %n Frame</numerusform>
            <numerusform>Forward %n Frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Back %n Frame(s)</source>
        <translation>
            <numerusform>Back %n Frame</numerusform>
            <numerusform>Back %n Frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dataset(s) or video(s) of the project are not where they were</source>
        <translation>
            <numerusform>%n dataset or video of the project is not where it was</numerusform>
            <numerusform>%n datasets or videos of the project are not where they were</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its files stay where they are. What was made of its %n clip(s) goes: labels, exclusions, splits, people and neutral frames. This cannot be undone, nor can the steps before it.</source>
        <translation>
            <numerusform>Its files stay where they are. What was made of its %n clip goes: labels, exclusions, splits, people and neutral frames. This cannot be undone, nor can the steps before it.</numerusform>
            <numerusform>Its files stay where they are. What was made of its %n clips goes: labels, exclusions, splits, people and neutral frames. This cannot be undone, nor can the steps before it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not usable</source>
        <translation>
            <numerusform>%n not usable</numerusform>
            <numerusform>%n not usable</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::MessageBar</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::PeopleModel</name>
    <message numerus="yes">
        <source>%1: face_id %2 of tables; seen in %n frame(s)</source>
        <translation>
            <numerusform>%1: face_id %2 of tables; seen in %n frame</numerusform>
            <numerusform>%1: face_id %2 of tables; seen in %n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::ProjectDocument</name>
    <message numerus="yes">
        <source>The project is in %1, without %n clip(s) whose files are gone: %2</source>
        <translation>
            <numerusform>The project is in %1, without %n clip whose files are gone: %2</numerusform>
            <numerusform>The project is in %1, without %n clips whose files are gone: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::RunsPanel</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::Session</name>
    <message numerus="yes">
        <source>Landmarks of %n clip(s)</source>
        <translation>
            <numerusform>Landmarks of %n clip</numerusform>
            <numerusform>Landmarks of %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Landmarks of %n clip(s) are known</source>
        <translation>
            <numerusform>Landmarks of %n clip are known</numerusform>
            <numerusform>Landmarks of %n clips are known</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read: the job&apos;s messages say why</source>
        <translation>
            <numerusform>%n could not be read: the job&apos;s messages say why</numerusform>
            <numerusform>%n could not be read: the job&apos;s messages say why</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s) in %1; the first: %2</source>
        <translation>
            <numerusform>%n warning in %1: %2</numerusform>
            <numerusform>%n warnings in %1; the first: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n picture(s) have another size than the first: they are no film. Open a dataset folder or single pictures</source>
        <translation>
            <numerusform>%1 of %n picture has another size than the first: they are no film. Open a dataset folder or single pictures</numerusform>
            <numerusform>%1 of %n pictures have another size than the first: they are no film. Open a dataset folder or single pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n frame(s) could not be used; the first: %2</source>
        <translation>
            <numerusform>%1 of %n frame could not be used: %2</numerusform>
            <numerusform>%1 of %n frames could not be used; the first: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::TrainDialog</name>
    <message numerus="yes">
        <source>%n clip(s) excluded</source>
        <translation>
            <numerusform>%n clip excluded</numerusform>
            <numerusform>%n clips excluded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) with another label than the dataset&apos;s</source>
        <translation>
            <numerusform>%n clip with another label than the dataset&apos;s</numerusform>
            <numerusform>%n clips with another label than the dataset&apos;s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is no class of %2: %n clip(s) left out.</source>
        <translation>
            <numerusform>%1 is no class of %2: %n clip left out.</numerusform>
            <numerusform>%1 is no class of %2: %n clips left out.</numerusform>
        </translation>
    </message>
</context>
</TS>
