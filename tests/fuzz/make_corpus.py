#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the seeds from which the fuzzers start: corpus/<target>/seed-*.  usage: make_corpus.py [CORPUS]

Small files of every format and trees of every dataset layout, typed here, none of a real dataset. Findings that are
kept beside them have other names and are not touched. The same script gives the same bytes.
"""
import io
import json
import pathlib
import sys
import zipfile

CORPUS = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "corpus")


def put(target, name, content):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{name}").write_bytes(content if isinstance(content, bytes) else content.encode())


def tree(files, reader=None):
    head = f"@ reader {reader}\n" if reader else ""
    return head + "".join(f"@ {name}\n{text if text.endswith(chr(10)) or not text else text + chr(10)}"
                          for name, text in files.items())


POINTS = [(100 + 3.5 * (i % 17), 80 + 2.25 * (i // 4)) for i in range(68)]


# --- workbooks -------------------------------------------------------------------------------------------------------
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET_ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>Apex</t></is></c>'
    '</row><row r="14"><c r="A14"><v>6</v></c><c r="B14" t="str"><f>A1</f><v>006_1_2</v></c><c r="C14" t="b"><v>1</v></c>'
    '<c r="D14"><v>4.6E1</v></c></row><row><c><v>7</v></c><c t="e"><v>#REF!</v></c></row>')
WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
                   'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Codes" sheetId="1" '
                       'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" '
                                  f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings"'
                                  ' Target="sharedStrings.xml"/></Relationships>',
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>Subject</t></si><si><r><t>File</t></r><r><t xml:space='
                            '"preserve"> name</t></r><rPh><t>x</t></rPh></si></sst>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{SHEET_ROWS}</sheetData></worksheet>',
}


def archive(compression):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, text in WORKBOOK.items():
            packed.writestr(zipfile.ZipInfo(name), text, compression)
    return out.getvalue()


def workbooks():
    put("xlsx", "parts", tree(WORKBOOK))
    put("xlsx", "stored", archive(zipfile.ZIP_STORED))
    put("xlsx", "deflated", archive(zipfile.ZIP_DEFLATED))


# --- tables of text --------------------------------------------------------------------------------------------------
FRAME_LABELS = "frame,expression,valence,arousal,AU1,AU12\n1,happiness,0.5,-0.25,1,\n2,,,,0,2.5\n3,other,-1,1,,0\n"


def tables():
    put("csv", "comma", 'path,label,note\r\nclips/a.mp4,happy,"a ""quoted"", field"\r\n\r\nb.mp4,,"two\nlines"\r\n')
    put("csv", "semicolon", "\ufeffSubject;Datei;Gefühl\n1;S001_001;Freude\n2;S001_002;\n")
    put("csv", "tab", "file\tperson\temotion\nface_001.jpg\tp001\tanger\n")
    put("csv", "unclosed", 'a,b\n"open,1\nnext,2\nx","\n')
    put("csv", "frame-labels", FRAME_LABELS)


# --- landmarks -------------------------------------------------------------------------------------------------------
def xy(separator=","):
    return separator.join([f"x_{i}" for i in range(68)] + [f"y_{i}" for i in range(68)])


def values(shift=0.0, separator=","):
    return separator.join([f"{x + shift:.1f}" for x, _ in POINTS] + [f"{y:.1f}" for _, y in POINTS])


def landmarks():
    put("landmarks", "openface", f"frame,face_id,timestamp,confidence,success,{xy()},AU01_r,AU12_c\n"
        f"1,0,0.000,0.98,1,{values()},0.10,1\n2,0,0.033,0.00,0,{values()},0,0\n4,0,0.100,0.95,1,{values(2)},5,0\n"
        f"4,1,0.100,0.5,1,{values(200)},0,0\n")
    put("landmarks", "openface-old", f"frame, timestamp, confidence, success, {xy(', ')}\n1, 0, 1, 1, {values(0, ', ')}\n")
    put("landmarks", "openface-still", f"face,confidence,{xy()}\n0,0.9,{values()}\n")
    put("landmarks", "mien", f"frame,face_id,timestamp,confidence,success,{xy()},landmarks_hidden\n"
        f"1,0,0,,1,{values()},3 17 20-25\n")
    put("landmarks", "pyfeat", f"FaceRectX,FaceRectY,FaceRectWidth,FaceRectHeight,FaceScore,{xy()},frame,approx_time\n"
        f"90,70,80,80,0.99,{values()},0,0\n90,70,80,80,0.99,{values(1)},1,0.04\n")
    pairs = "".join(f"{x:.3f} {y:.3f}\n" for x, y in POINTS)
    put("landmarks", "pts", "version: 1\nn_points: 68\n{\n" + pairs + "}\n")
    put("landmarks", "ckplus", "".join(f"   {x:.7e}   {y:.7e}\n" for x, y in POINTS))
    parts = "".join(f"<part name='{i:02d}' x='{round(x)}' y='{round(y)}' subpixel_x='{x}' subpixel_y='{y}'/>"
                    for i, (x, y) in enumerate(POINTS))
    put("landmarks", "dlib", "<?xml version='1.0' encoding='UTF-8'?>\n<dataset><name>faces</name><images>"
        f"<image file='a_00000001.png' width='640' height='480'><box top='80' left='100' width='60' height='50' "
        f"detection_score='1.5'>{parts}</box><box top='1' left='1' width='2' height='2' ignore='1'/></image>"
        "<image file='a_00000002.png'/></images></dataset>\n")
    face = [number for x, y in POINTS for number in (x, y, 1)]
    put("landmarks", "coco", json.dumps({
        "images": [{"id": 1, "file_name": "a_00000001.png", "width": 640, "height": 480}, {"id": 2, "file_name": "b"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "face_box": [90, 70, 80, 80], "face_valid": True,
                         "face_kpts": face, "keypoints": [], "num_keypoints": 0, "score": 0.5}],
        "categories": [{"id": 1, "name": "person"}]}))


# --- what coders write -----------------------------------------------------------------------------------------------
EXPRESSIONS = "Neutral,Anger,Disgust,Fear,Happiness,Sadness,Surprise,Other\n4\n-1\n0\n7\n"
UNITS = "AU1,AU2,AU4,AU6,AU7,AU10,AU12,AU15,AU23,AU24,AU25,AU26\n0,0,1,0,0,0,1,0,0,0,-1,-1\n" + ",".join("0" * 12) + "\n"
FACS = "   1.0000000e+00   0.0000000e+00\n   2.5000000e+01   4.0000000e+00\n"


def labels():
    put("labels", "affwild2-va", "valence,arousal\n0.5,-0.25\n-5,-5\n1,1\n")
    put("labels", "affwild2-expression", EXPRESSIONS)
    put("labels", "affwild2-units", UNITS)
    put("labels", "ckplus-emotion", "   3.0000000e+00\n")
    put("labels", "ckplus-facs", FACS)
    put("labels", "ckplus-landmarks", "".join(f"   {x:.7e}   {y:.7e}\n" for x, y in POINTS))
    put("labels", "cell", "L1+2, R4C;AU12B 25:2.5 9? (17) 6E+B7A")
    put("labels", "emotion", "happyiness")
    put("labels", "jpeg-head", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0\x00\x11"
        b"\x08\x01\xe0\x02\x80\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01")
    put("labels", "png-head", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0\x08\x02\x00\x00\x00")
    put("labels", "tiff-head", b"II*\x00\x08\x00\x00\x00\x02\x00\x00\x01\x04\x00\x01\x00\x00\x00\x80\x02\x00\x00"
        b"\x01\x01\x03\x00\x01\x00\x00\x00\xe0\x01\x00\x00\x00\x00\x00\x00")
    put("labels", "webp-head", b"RIFF\x24\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x7f\x02\x00\xdf\x01\x00")
    put("labels", "jp2-head", b"\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 \x00\x00\x00\x00jp2 \x00\x00\x00"
        b"\x2djp2h\x00\x00\x00\x16ihdr\x00\x00\x01\xe0\x00\x00\x02\x80\x00\x03\x07\x07\x00\x00")
    put("labels", "bmp-head", b"BM\x00\x00\x00\x00\x00\x00\x00\x006\x00\x00\x00(\x00\x00\x00\x80\x02\x00\x00\xe0\x01\x00\x00")
    put("labels", "pnm-head", b"P6 # a comment\n640 480\n255\n")


# --- datasets --------------------------------------------------------------------------------------------------------
def ckplus():
    sequence = "S005/001/S005_001_0000000"
    files = {f"cohn-kanade-images/{sequence}{k}.png": "x" for k in (1, 2, 3)}
    files[f"Emotion/{sequence}3_emotion.txt"] = "   3.0000000e+00\n"
    files[f"FACS/{sequence}3_facs.txt"] = FACS
    files[f"Landmarks/{sequence}3_landmarks.txt"] = "".join(f"{x:.3e} {y:.3e}\n" for x, y in POINTS)
    files["cohn-kanade-images/S010/002/S010_002_00000001.png"] = "x"
    return files


def disfa():
    files = {f"ActionUnit_Labels/SN001/SN001_au{u}.txt": "1,0\n2,3\n3,5\n" for u in (1, 2, 4, 12)}
    files.update({f"img/SN001/{k}.png": "x" for k in (0, 1, 2)})
    files["Videos_LeftCamera/LeftVideoSN001_comp.avi"] = "x"
    return files


def affwild2():
    return {"VA_Set/Train_Set/12-30.txt": "valence,arousal\n0.5,-0.25\n-5,-5\n1,1\n",
            "EXPR_Set/Train_Set/12-30.txt": EXPRESSIONS, "AU_Set/Train_Set/12-30.txt": UNITS,
            "cropped_aligned/12-30/00001.jpg": "x", "cropped_aligned/12-30/00002.jpg": "x",
            "batch1/13-30_left.mp4": "x", "EXPR_Set/Validation_Set/13-30_left.txt": EXPRESSIONS}


def bp4d():
    header = ",".join(str(k) for k in range(28))
    return {"AUCoding/AU_OCC/F001_T1.csv": f"{header}\n1,{','.join('0' * 27)}\n2,{','.join('1' * 27)}\n",
            "AUCoding/AU_INT/AU06/F001_T1_AU06.csv": "1,0\n2,9\n", "Sequences/F001/T1/001.jpg": "x",
            "Sequences/F001/T1/002.jpg": "x", "Sequences/F001/T2/1.jpg": "x"}


SAMM = ("Subject,Filename,Inducement Code,Onset Frame,Apex Frame,Offset Frame,Duration,Micro,Action Units,"
        "Estimated Emotion,Objective Classes,Notes\n6,006_1_2,1,3562,3588,3632,71,Micro - 1/2,4+7,Anger,3,\n"
        "6,006_1_3,1,3,/,7,5,Macro,L12,Happiness,,x\n")
CASME = ("Subject,Filename,,OnsetFrame,ApexFrame,OffsetFrame,,Action Units,Estimated Emotion\n"
         "1,EP02_01f,,46,59,86,,4+L10,disgust\n1,EP03_02,,10,/,12,,R2,others\n")
CASME_SQUARED = "1,anger1_1,557,572,608,4+7,negative,micro-expression,anger\n1,anger1_1,700,0,720,12,positive,macro,happyiness\n"
BAUM = "Clip,Emotion,Code,Gender\nS001_001,Anger,1,Female\nS001_002.mp4,happiness,4,M\n"


def datasets():
    put("readers", "ckplus", tree(ckplus()))
    put("readers", "disfa", tree(disfa()))
    put("readers", "affwild2", tree(affwild2()))
    put("readers", "bp4d", tree(bp4d()))
    put("readers", "oulu", tree({f"OriginalImg/{light}/{place}/P001/{emotion}/{k:03d}.jpeg": "x" for light in ("VL", "NI")
                                 for place in ("Strong", "Dark") for emotion in ("Anger", "Happiness") for k in (0, 1)}))
    put("readers", "jaffe", tree({"KA.AN1.39.tiff": "x", "KA.HA2.30.tiff": "x", "YM.NE1.49.tiff": "x", "ratings.txt":
                                  "# N,HAP,SAD,SUR,ANG,DIS,FEA,PIC\n39,1.2,2.3,1.1,4.5,3.2,1.9,KA-AN1\n"}))
    put("readers", "samm", tree({"SAMM_Micro_FACS_Codes_v2.csv": SAMM, "006/006_1_2/006_03562.jpg": "x",
                                 "006/006_1_2/006_03563.jpg": "x", "006/006_1_3/006_3.jpg": "x"}, "samm"))
    put("readers", "casme2", tree({"CASME2-coding-20140508.csv": CASME, "Cropped/sub01/EP02_01f/reg_img46.jpg": "x",
                                   "Cropped/sub01/EP02_01f/reg_img47.jpg": "x", "Cropped/sub01/EP03_02/img10.jpg": "x"}))
    put("readers", "casme-squared", tree({"CAS(ME)^2code_final.csv": CASME_SQUARED, "rawpic/s15/15_0101/img557.jpg": "x",
                                          "rawpic/s1/anger1_1/img557.jpg": "x"}, "casme2"))
    put("readers", "baum1", tree({"Annotations_BAUM1a.csv": BAUM, "BAUM1a_MP4_all/s001/S001_001.mp4": "x",
                                  "BAUM1a_MP4_all/s001/S001_002.mp4": "x", "BAUM1a_MP4_all/s001/S001_001.srt": "x"}))
    put("readers", "baum2", tree({"BAUM2_annotations.csv": BAUM, "Anger/S001_001.mp4": "x", "S002_001.mp4": "x"}, "baum2"))
    put("readers", "folders", tree({"happiness/p1/001.png": "x", "happiness/p1/002.png": "x", "anger/p1/clip.mp4": "x",
                                    "anger/p2/clip.mp4": "", "Sad/still.jpg": "x", "loop": "-> .", "broken.mp4": "-> no"}))
    put("readers", "manifest", tree({
        "manifest.csv": "path,id,kind,subject,label,first,last,onset,apex,offset,valence,arousal,aus,light\n"
                        "a.mp4,one,video,p1,happy,1,20,2,5,9,0.5,-0.5,1 4C L12,dim\npics,two,sequence,p2,anger,1,2,,2,,,,,\n"
                        '"pics/1.png|pics/2.png",,,p2,,,,,,,,,25:2.5,\nb.png,one,image,,fear,,,,,,,,,"x,y"\n',
        "a.mp4": "x", "pics/1.png": "x", "pics/2.png": "x", "b.png": "x", "frame_labels/two.csv": FRAME_LABELS}))


# --- runs ------------------------------------------------------------------------------------------------------------


RUN = json.dumps({
    "version": 1, "network": "tcn", "options": {"dead_zone": "0.02", "frames": 20, "flip": True}, "preset": "paper",
    "datasets": [{"path": "/data/faces", "relative_path": "../faces", "reader": "ckplus"}], "where": {"lighting": "dim"},
    "protocol": "holdout:0.25", "seed": 18446744073709551615, "device": "cuda:0", "threads_per_fold": 2,
    "precision": "bfloat16", "parent_run": "", "landmarks": "dataset", "select_on": "test", "control": "first_frame",
}, indent=1).replace("18446744073709551615", '"18446744073709551615"')


def settings():
    put("settings", "protocol", "subject-kfold:10")
    put("settings", "subjects", "subjects:S005,S010")
    put("settings", "run", RUN)
    put("settings", "folder", tree({
        "run.json": RUN,
        "splits.csv": "clip,subject,fold,role\nS005_001,S005,1,train\nS010_002,S010,1,test\n",
        "metrics.csv": "fold,epoch,train_loss,train_accuracy,val_loss,val_accuracy,learning_rate\n1,1,0.5,0.75,,,0.001\n",
        "predictions.csv": "clip,subject,fold,truth,predicted,second,p_anger,p_fear\nS005_001,S005,1,anger,fear,anger,0.25,0.75\n"
                           "S010_002,S010,1,,anger,fear,1,0\n",
        "summary.json": '{"accuracy_mean": 0.5, "note": ["a", "b"], "classes": [{"name": "anger", "f1": null}], "run": "x"}'}))


for make in (workbooks, tables, landmarks, labels, datasets, settings):
    make()
