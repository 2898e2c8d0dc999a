<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Crops</name>
    <message>
        <source>face</source>
        <translation>面部</translation>
    </message>
    <message>
        <source>nose</source>
        <translation>鼻</translation>
    </message>
    <message>
        <source>mouth</source>
        <translation>嘴</translation>
    </message>
    <message>
        <source>left eye</source>
        <translation>左眼</translation>
    </message>
    <message>
        <source>right eye</source>
        <translation>右眼</translation>
    </message>
    <message>
        <source>left brow</source>
        <translation>左眉</translation>
    </message>
    <message>
        <source>right brow</source>
        <translation>右眉</translation>
    </message>
    <message>
        <source>The face, upright and with the eyes in place</source>
        <translation>面部：已摆正，双眼位于固定位置</translation>
    </message>
    <message>
        <source>%1 as the MicroX network is shown it: the component&apos;s box made square. Left is the image&apos;s left.</source>
        <translation>%1：MicroX 网络所见，部件框拉伸为正方形。“左”指图像的左侧。</translation>
    </message>
    <message>
        <source>%1: not in this frame</source>
        <translation>%1：本帧中没有</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>neutral</source>
        <translation>中性</translation>
    </message>
    <message>
        <source>anger</source>
        <translation>愤怒</translation>
    </message>
    <message>
        <source>contempt</source>
        <translation>轻蔑</translation>
    </message>
    <message>
        <source>disgust</source>
        <translation>厌恶</translation>
    </message>
    <message>
        <source>fear</source>
        <translation>恐惧</translation>
    </message>
    <message>
        <source>happiness</source>
        <translation>高兴</translation>
    </message>
    <message>
        <source>sadness</source>
        <translation>悲伤</translation>
    </message>
    <message>
        <source>surprise</source>
        <translation>惊讶</translation>
    </message>
    <message>
        <source>jaw</source>
        <translation>下颌</translation>
    </message>
    <message>
        <source>brows</source>
        <translation>眉</translation>
    </message>
    <message>
        <source>nose</source>
        <translation>鼻</translation>
    </message>
    <message>
        <source>eyes</source>
        <translation>眼</translation>
    </message>
    <message>
        <source>mouth</source>
        <translation>嘴</translation>
    </message>
    <message>
        <source>landmark %1 (%2)</source>
        <translation>特征点 %1（%2）</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>extracting landmarks</source>
        <translation>提取特征点</translation>
    </message>
    <message>
        <source>finding faces</source>
        <translation>检测面部</translation>
    </message>
    <message>
        <source>reading the dataset</source>
        <translation>读取数据集</translation>
    </message>
    <message>
        <source>predicting</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>reading the film</source>
        <translation>读取影片</translation>
    </message>
    <message>
        <source>reading faces</source>
        <translation>读取面部数据</translation>
    </message>
    <message>
        <source>gathering faces</source>
        <translation>汇集面部</translation>
    </message>
    <message>
        <source>telling people apart</source>
        <translation>区分人物</translation>
    </message>
    <message>
        <source>learning neutral faces</source>
        <translation>学习中性面部</translation>
    </message>
    <message>
        <source>fold %1 of %2</source>
        <translation>第 %1 折，共 %2 折</translation>
    </message>
    <message>
        <source>measuring faces</source>
        <translation>测量面部</translation>
    </message>
    <message>
        <source>Inner Brow Raiser</source>
        <translation>内眉上扬</translation>
    </message>
    <message>
        <source>Outer Brow Raiser</source>
        <translation>外眉上扬</translation>
    </message>
    <message>
        <source>Brow Lowerer</source>
        <translation>皱眉下压</translation>
    </message>
    <message>
        <source>Upper Lid Raiser</source>
        <translation>上睑提升</translation>
    </message>
    <message>
        <source>Cheek Raiser</source>
        <translation>脸颊提升</translation>
    </message>
    <message>
        <source>Lid Tightener</source>
        <translation>眼睑收紧</translation>
    </message>
    <message>
        <source>Nose Wrinkler</source>
        <translation>皱鼻</translation>
    </message>
    <message>
        <source>Upper Lip Raiser</source>
        <translation>上唇提升</translation>
    </message>
    <message>
        <source>Lip Corner Puller</source>
        <translation>嘴角上扬</translation>
    </message>
    <message>
        <source>Dimpler</source>
        <translation>酒窝</translation>
    </message>
    <message>
        <source>Lip Corner Depressor</source>
        <translation>嘴角下拉</translation>
    </message>
    <message>
        <source>Chin Raiser</source>
        <translation>下巴提升</translation>
    </message>
    <message>
        <source>Lip Stretcher</source>
        <translation>嘴唇伸展</translation>
    </message>
    <message>
        <source>Lips Part</source>
        <translation>双唇分开</translation>
    </message>
    <message>
        <source>Jaw Drop</source>
        <translation>下颌下落</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>眨眼</translation>
    </message>
    <message>
        <source>Person %1</source>
        <translation>人物 %1</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Epochs at most.</source>
        <translation>最大轮次数。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Samples per update of the weights.</source>
        <translation>每次更新权重所用的样本数。</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Rule that updates the weights: sgd with momentum, adam, or adam with decoupled weight decay.</source>
        <translation>更新权重的规则：带动量的 sgd、adam，或带解耦权重衰减的 adam。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Learning rate before decay and schedule.</source>
        <translation>衰减与调度之前的学习率。</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>衰减</translation>
    </message>
    <message>
        <source>Keras decay d: update t uses learning_rate / (1 + d t).</source>
        <translation>Keras 衰减 d：第 t 次更新使用 learning_rate / (1 + d t)。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Momentum of sgd; adam uses 0.9 and 0.999.</source>
        <translation>sgd 的动量；adam 使用 0.9 和 0.999。</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>调度</translation>
    </message>
    <message>
        <source>Course of the learning rate: constant, half a cosine down to 0 over all epochs, or lowered at every plateau of the validation loss.</source>
        <translation>学习率的变化：恒定；在全部轮次中按半个余弦降至 0；或在验证损失每次停滞时降低。</translation>
    </message>
    <message>
        <source>Plateau factor</source>
        <translation>停滞系数</translation>
    </message>
    <message>
        <source>Schedule plateau: the learning rate is multiplied by this.</source>
        <translation>调度 plateau：学习率乘以此系数。</translation>
    </message>
    <message>
        <source>Plateau patience</source>
        <translation>停滞耐心</translation>
    </message>
    <message>
        <source>Schedule plateau: epochs without a better validation loss before that happens.</source>
        <translation>调度 plateau：验证损失连续多少轮没有改善后降低学习率。</translation>
    </message>
    <message>
        <source>Samples at once</source>
        <translation>同时处理的样本</translation>
    </message>
    <message>
        <source>Samples in memory at once; gradients are added up to a whole batch. 0 = all, or as many as the free memory has room for.</source>
        <translation>内存中同时处理的样本数；梯度累加成一整批。0 = 全部，或空闲内存所能容纳的数量。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Weight decay: added to the gradient, or decoupled with adamw.</source>
        <translation>权重衰减：加入梯度，或在 adamw 中解耦。</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>耐心</translation>
    </message>
    <message>
        <source>Epochs without a better validation loss before stopping; 0 = never.</source>
        <translation>验证损失多少轮次没有改善后停止；0 表示从不停止。</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>Share of the target spread evenly over all classes.</source>
        <translation>平均分配到所有类别的目标份额。</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>坐标</translation>
    </message>
    <message>
        <source>Landmarks divided by the image size, or as motion in the face&apos;s own frame since the first frame.</source>
        <translation>特征点除以图像尺寸，或相对首帧在面部自身坐标系中的运动。</translation>
    </message>
    <message>
        <source>Input scale</source>
        <translation>输入缩放</translation>
    </message>
    <message>
        <source>Factor on the coordinates before they enter the network.</source>
        <translation>坐标输入网络之前的系数。</translation>
    </message>
    <message>
        <source>Shift in time</source>
        <translation>时间平移</translation>
    </message>
    <message>
        <source>Training clips start up to this many frames earlier or later.</source>
        <translation>训练片段最多提前或推后这么多帧开始。</translation>
    </message>
    <message>
        <source>Change of speed</source>
        <translation>速度变化</translation>
    </message>
    <message>
        <source>Training clips run faster or slower by up to this share.</source>
        <translation>训练片段最多按此比例加快或减慢。</translation>
    </message>
    <message>
        <source>Change of size</source>
        <translation>尺寸变化</translation>
    </message>
    <message>
        <source>Training clips are magnified or shrunk by up to this share.</source>
        <translation>训练片段最多按此比例放大或缩小。</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Mirror every other training clip, left and right swapped.</source>
        <translation>每隔一个训练片段做左右镜像。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>Map resizing</source>
        <translation>激活图缩放</translation>
    </message>
    <message>
        <source>How a map is brought to landmarks × frames.</source>
        <translation>激活图如何变换为特征点 × 帧。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征数</translation>
    </message>
    <message>
        <source>Values that the parent run makes of a frame: 300 × its width.</source>
        <translation>父运行为每帧给出的数值个数：300 × 其宽度。</translation>
    </message>
    <message>
        <source>Frames of a window, without a gap; films that are shorter give no sample.</source>
        <translation>一个窗口的连续帧数；更短的影片不产生样本。</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>激活图</translation>
    </message>
    <message>
        <source>Dead zone</source>
        <translation>死区</translation>
    </message>
    <message>
        <source>Motion shorter than this counts as none, longer loses as much: what landmarks wander on a still face.</source>
        <translation>小于此值的运动视为无运动,更大的运动减去此值:即静止面部上特征点的游移。</translation>
    </message>
    <message>
        <source>Gradient limit</source>
        <translation>梯度上限</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>类别权重</translation>
    </message>
    <message>
        <source>Batch norm first</source>
        <translation>先批归一化</translation>
    </message>
    <message>
        <source>Batch norm momentum</source>
        <translation>批归一化动量</translation>
    </message>
    <message>
        <source>Unpadded layout</source>
        <translation>无填充结构</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>边长</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Shear</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Smallest zoom</source>
        <translation>最小缩放</translation>
    </message>
    <message>
        <source>Largest zoom</source>
        <translation>最大缩放</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>GRU units</source>
        <translation>GRU 单元数</translation>
    </message>
    <message>
        <source>Weight of presence</source>
        <translation>出现权重</translation>
    </message>
    <message>
        <source>Stride</source>
        <translation>步幅</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Stride in tests</source>
        <translation>测试步幅</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>面部部件</translation>
    </message>
    <message>
        <source>Crop size</source>
        <translation>裁剪尺寸</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Pixels from 0 to 1</source>
        <translation>像素 0 到 1</translation>
    </message>
    <message>
        <source>All frames</source>
        <translation>全部帧</translation>
    </message>
    <message>
        <source>Segments per class</source>
        <translation>每类片段数</translation>
    </message>
    <message>
        <source>Dropout, dense layer</source>
        <translation>全连接层 Dropout</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>面部部件</translation>
    </message>
    <message>
        <source>Blanked components</source>
        <translation>遮去部件</translation>
    </message>
    <message>
        <source>Renormalise</source>
        <translation>重新归一</translation>
    </message>
    <message>
        <source>Start of the fusion</source>
        <translation>融合层初始值</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Subset</source>
        <translation>子集</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>平衡</translation>
    </message>
    <message>
        <source>Khorrami&apos;s extractor</source>
        <translation>Khorrami 特征提取器</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标帧</translation>
    </message>
    <message>
        <source>Every value of a gradient is cut to at most this, up and down; 0 = not.</source>
        <translation>梯度的每个值在正负方向都截到不超过此值；0 = 不截。</translation>
    </message>
    <message>
        <source>What a class counts in the loss: none, or balanced, the inverse of its share of the training part.</source>
        <translation>各类在损失中的权重：none 不加权，balanced 为其在训练部分所占比例的倒数。</translation>
    </message>
    <message>
        <source>Noise on every other training clip: largest standard deviation, in units of the coordinates.</source>
        <translation>隔一个训练片段加噪声：最大标准差，以坐标为单位。</translation>
    </message>
    <message>
        <source>Batch norm before the ReLU instead of after it.</source>
        <translation>批归一化放在 ReLU 之前而非之后。</translation>
    </message>
    <message>
        <source>Weight of the newest batch in the running statistics of batch norm (1 minus the Keras momentum).</source>
        <translation>最新一批在批归一化滑动统计中的权重（1 减 Keras 的动量）。</translation>
    </message>
    <message>
        <source>Unpadded convolutions and padded poolings: the other layout with the printed parameter count.</source>
        <translation>无填充卷积与有填充池化：另一种符合论文参数量的结构。</translation>
    </message>
    <message>
        <source>Share of the activations before the first dense layer dropped in training.</source>
        <translation>训练时第一个全连接层之前丢弃的激活比例。</translation>
    </message>
    <message>
        <source>Share of the values before the first dense layer dropped in training.</source>
        <translation>训练时第一个全连接层之前丢弃的值的比例。</translation>
    </message>
    <message>
        <source>Share of the hidden dense layers&apos; activations dropped in training.</source>
        <translation>训练时隐藏全连接层丢弃的激活比例。</translation>
    </message>
    <message>
        <source>Share of the hidden dense layers&apos; values dropped in training.</source>
        <translation>训练时隐藏全连接层丢弃的值的比例。</translation>
    </message>
    <message>
        <source>Share of the pooled values dropped in training.</source>
        <translation>训练时池化后丢弃的值的比例。</translation>
    </message>
    <message>
        <source>Share of the last state dropped in training.</source>
        <translation>训练时最后状态丢弃的比例。</translation>
    </message>
    <message>
        <source>Share of the features dropped in training.</source>
        <translation>训练时丢弃的特征比例。</translation>
    </message>
    <message>
        <source>What the pictures show: the whole frame, or the landmarks&apos; bounding box, 20 % larger.</source>
        <translation>图像内容：整帧，或放大 20 % 的关键点外接框。</translation>
    </message>
    <message>
        <source>Height and width of the pictures, pixels.</source>
        <translation>图像的高和宽，像素。</translation>
    </message>
    <message>
        <source>Share of the channels of all hidden layers; 1 is the network of the paper.</source>
        <translation>所有隐藏层保留的通道比例；1 即论文的网络。</translation>
    </message>
    <message>
        <source>Training pictures are turned by up to this angle, degrees.</source>
        <translation>训练图像最多旋转此角度（度）。</translation>
    </message>
    <message>
        <source>Training pictures are moved by up to this share of their side.</source>
        <translation>训练图像最多平移其边长的此比例。</translation>
    </message>
    <message>
        <source>Training pictures are sheared by up to this angle, degrees.</source>
        <translation>训练图像最多剪切此角度（度）。</translation>
    </message>
    <message>
        <source>Training pictures are magnified by this factor at least, each axis by its own.</source>
        <translation>训练图像至少缩放此倍数，两轴各自取值。</translation>
    </message>
    <message>
        <source>Training pictures are magnified by this factor at most.</source>
        <translation>训练图像至多放大此倍数。</translation>
    </message>
    <message>
        <source>The brightness of training pictures changes by up to this share.</source>
        <translation>训练图像亮度最多变化此比例。</translation>
    </message>
    <message>
        <source>Six emotions, or eight with neutral and contempt, as the paper counted some networks.</source>
        <translation>六种情绪，或加上中性与轻蔑共八种（论文中部分网络如此计数）。</translation>
    </message>
    <message>
        <source>How the predictions of a held-out clip&apos;s samples become one: the largest sum of probabilities, or most samples with it as their most probable class.</source>
        <translation>留出片段的各样本预测如何合为一个：概率之和最大者，或最多样本认为最可能的类别。</translation>
    </message>
    <message>
        <source>Units of the GRU; the paper&apos;s 5 let hardly anything through.</source>
        <translation>GRU 单元数；论文的 5 个几乎不让信息通过。</translation>
    </message>
    <message>
        <source>Weight of an action unit&apos;s presence in the loss: none, or auto, its negatives by its positives, 50 at most.</source>
        <translation>动作单元出现在损失中的权重：none 不加权，auto 为负例数除以正例数，至多 50。</translation>
    </message>
    <message>
        <source>Frames from one sample of a clip to the next.</source>
        <translation>同一片段相邻样本相隔的帧数。</translation>
    </message>
    <message>
        <source>Frames from one sample of a training video to the next.</source>
        <translation>训练视频中相邻样本相隔的帧数。</translation>
    </message>
    <message>
        <source>What is seen: the face that OpenCV's Haar cascade finds, or the whole frame where that is a face already, as Aff-Wild2's organisers cut them.</source>
        <translation>输入画面：OpenCV 的 Haar 级联找到的人脸；若画面本身已是裁好的人脸（如 Aff-Wild2 主办方所裁），则用整帧。</translation>
    </message>
    <message>
        <source>Frames from one sample of a tested video to the next.</source>
        <translation>测试视频中相邻样本相隔的帧数。</translation>
    </message>
    <message>
        <source>Frames of a window.</source>
        <translation>窗口的帧数。</translation>
    </message>
    <message>
        <source>Frames of a segment.</source>
        <translation>片段的帧数。</translation>
    </message>
    <message>
        <source>What the network looks at; left and right are those of the picture.</source>
        <translation>网络所看的部分；左右以图像为准。</translation>
    </message>
    <message>
        <source>Height and width of the crops, pixels.</source>
        <translation>裁剪图的高和宽，像素。</translation>
    </message>
    <message>
        <source>Grey pictures instead of colour.</source>
        <translation>用灰度图代替彩色图。</translation>
    </message>
    <message>
        <source>Pixels from 0 to 1; raw ones from 0 to 255 drive the gates to their ends.</source>
        <translation>像素取 0 到 1；0 到 255 的原值会使门控饱和。</translation>
    </message>
    <message>
        <source>Segments of whole clips, not of their first 40 frames only.</source>
        <translation>取整个片段，而不只是前 40 帧。</translation>
    </message>
    <message>
        <source>Segments of a class in the training part at most; 0 = all.</source>
        <translation>训练部分每类至多的片段数；0 = 全部。</translation>
    </message>
    <message>
        <source>Share of the hidden dense layer&apos;s values dropped in training.</source>
        <translation>训练时隐藏全连接层丢弃的值的比例。</translation>
    </message>
    <message>
        <source>What the network looks at, a block each; left and right are those of the picture.</source>
        <translation>网络所看的各部分，各有一个模块；左右以图像为准。</translation>
    </message>
    <message>
        <source>Probability that training blanks a component, so that the network learns to do without.</source>
        <translation>训练时遮去某部件的概率，使网络学会缺少它也能判断。</translation>
    </message>
    <message>
        <source>Components that cannot be seen speak with the mean of the others.</source>
        <translation>看不见的部件以其余部件的平均值代替。</translation>
    </message>
    <message>
        <source>Track the box</source>
        <translation>跟踪人脸框</translation>
    </message>
    <message>
        <source>A face's box that jumps by more than half its width gives way to that of the frame before.</source>
        <translation>人脸框若跳动超过其宽度的一半，则改用前一帧的框。</translation>
    </message>
    <message>
        <source>What the fusion layer begins as: the sum of what the components say, or weights at random.</source>
        <translation>融合层的初始值：sum 为各部件答案之和，random 为随机权重。</translation>
    </message>
    <message>
        <source>Loss of valence and arousal: ccc, 1 minus their mean concordance correlation, or mse, squared errors.</source>
        <translation>效价与唤醒度的损失：ccc 为 1 减去平均一致性相关系数，mse 为平方误差。</translation>
    </message>
    <message>
        <source>Balanced subset of the training frames: 1, 2 or 3 as in the paper; 0 = all of them.</source>
        <translation>训练帧的平衡子集：论文的 1、2 或 3；0 = 全部。</translation>
    </message>
    <message>
        <source>How a subset is drawn: with the paper&apos;s probability, or with a ratio that flattens the histogram.</source>
        <translation>子集如何抽取：按论文的概率，或按使直方图变平的比例。</translation>
    </message>
    <message>
        <source>The extractor of Khorrami et al.: padded convolutions, no batch norm, ReLU on the features.</source>
        <translation>Khorrami 等人的提取器：有填充卷积、无批归一化、特征上有 ReLU。</translation>
    </message>
    <message>
        <source>Whose annotation a window answers: that of the frame behind it, or of its last.</source>
        <translation>窗口回答哪一帧的标注：其后一帧，或其最后一帧。</translation>
    </message>
</context>
<context>
    <name>mien::AffectPlot</name>
    <message>
        <source>Valence and arousal, annotated and answered</source>
        <translation>效价与唤醒度：标注与回答</translation>
    </message>
    <message>
        <source>annotated</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>valence</source>
        <translation>效价</translation>
    </message>
    <message>
        <source>arousal</source>
        <translation>唤醒度</translation>
    </message>
</context>
<context>
    <name>mien::AuOverlay</name>
    <message>
        <source>Action Units</source>
        <translation>动作单元</translation>
    </message>
    <message>
        <source>Boxes where action units show, with their intensity from 0 to 5, once the whole clip is known; dashed with a question mark = an indication at best</source>
        <translation>整个片段测量完成后，在动作单元出现处画框并标出 0 到 5 的强度；虚线加问号表示仅供参考</translation>
    </message>
    <message>
        <source>action units: too few frames with a face to tell the neutral</source>
        <translation>动作单元：有面部的帧太少，无法确定中性表情</translation>
    </message>
    <message>
        <source>no action unit of %1 or more</source>
        <translation>没有强度达到 %1 的动作单元</translation>
    </message>
    <message>
        <source>AU%1 %2: %3 of 5</source>
        <translation>AU%1 %2：%3（满分 5）</translation>
    </message>
    <message>
        <source>%1 (an indication at best)</source>
        <translation>%1（仅供参考）</translation>
    </message>
</context>
<context>
    <name>mien::ClassListDialog</name>
    <message>
        <source>Class List</source>
        <translation>类别表</translation>
    </message>
    <message>
        <source>Class list</source>
        <translation>类别表</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>变为</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>去除</translation>
    </message>
    <message>
        <source>What %1 becomes</source>
        <translation>%1 变为</translation>
    </message>
    <message>
        <source>Read Table…</source>
        <translation>读取表格…</translation>
    </message>
    <message>
        <source>Save Table…</source>
        <translation>保存表格…</translation>
    </message>
    <message numerus="yes">
        <source>%n class(es): </source>
        <translation>
            <numerusform>%n 个类别：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) without a label</source>
        <translation>
            <numerusform>%n 个片段没有标签</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the class list</source>
        <translation>保存类别表</translation>
    </message>
    <message>
        <source>Read a class list</source>
        <translation>读取类别表</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Tables (*.csv *.xlsx)</source>
        <translation>表格 (*.csv *.xlsx)</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
</context>
<context>
    <name>mien::ClipEditor</name>
    <message numerus="yes">
        <source>Remove the Label of %n Clip(s)</source>
        <translation>
            <numerusform>移除 %n 个片段的标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label %n Clip(s) as %1</source>
        <translation>
            <numerusform>将 %n 个片段标注为“%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exclude %n Clip(s)</source>
        <translation>
            <numerusform>排除 %n 个片段</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Include %n Clip(s)</source>
        <translation>
            <numerusform>纳入 %n 个片段</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take %n Clip(s) out of the Split</source>
        <translation>
            <numerusform>将 %n 个片段移出划分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Put %n Clip(s) into %1</source>
        <translation>
            <numerusform>将 %n 个片段归入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Labels, exclusions and splits are kept in a project. Make one first: File &gt; New Project…; it takes in what is open.</source>
        <translation>标签、排除和划分保存在项目中。请先新建项目：文件 &gt; 新建项目…；已打开的内容会纳入其中。</translation>
    </message>
    <message numerus="yes">
        <source>Bring %n Clip(s) to a Class List</source>
        <translation>
            <numerusform>将 %n 个片段归入类别表</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label %n Clip(s) as in the Dataset</source>
        <translation>
            <numerusform>按数据集标注 %n 个片段</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::ClipTracker</name>
    <message>
        <source>Landmarks of %1</source>
        <translation>%1 的特征点</translation>
    </message>
    <message>
        <source>Measures of %1</source>
        <translation>%1 的测量</translation>
    </message>
</context>
<context>
    <name>mien::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Find an action…</source>
        <translation>查找操作…</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>查找操作</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
</context>
<context>
    <name>mien::ConfusionPlot</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>%1 of %2 held-out samples right</source>
        <translation>%2 个留出样本中 %1 个正确</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) labelled %1, taken for %2</source>
        <translation>
            <numerusform>%n 个标注为“%1”的片段被判为“%2”</numerusform>
        </translation>
    </message>
    <message>
        <source>The confusion matrix of the held-out clips appears when the training has ended</source>
        <translation>训练结束后，这里显示留出片段的混淆矩阵</translation>
    </message>
</context>
<context>
    <name>mien::ConnectionOverlay</name>
    <message>
        <source>Landmark Connections</source>
        <translation>特征点连线</translation>
    </message>
    <message>
        <source>Lines along jaw, brows, nose, eyes and lips</source>
        <translation>沿下颌、眉、鼻、眼和唇的线条</translation>
    </message>
</context>
<context>
    <name>mien::CropStrip</name>
    <message>
        <source>Crops of the face</source>
        <translation>面部裁剪图</translation>
    </message>
</context>
<context>
    <name>mien::CurvesPlot</name>
    <message>
        <source>Loss and figures of the task by epoch</source>
        <translation>各轮次的损失与任务指标</translation>
    </message>
    <message>
        <source>mAP</source>
        <translation>mAP</translation>
    </message>
    <message>
        <source>CCC: valence, dotted arousal</source>
        <translation>CCC：效价，点线为唤醒度</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>best epoch</source>
        <translation>最佳轮次</translation>
    </message>
</context>
<context>
    <name>mien::DecoderThread</name>
    <message>
        <source>%1 holds no picture</source>
        <translation>%1 不含任何画面</translation>
    </message>
    <message>
        <source>The decoder gave up: %1</source>
        <translation>解码器已停止：%1</translation>
    </message>
</context>
<context>
    <name>mien::DockTitleBar</name>
    <message>
        <source>Float or dock this panel</source>
        <translation>浮动或停靠此面板</translation>
    </message>
    <message>
        <source>Float %1</source>
        <translation>浮动“%1”</translation>
    </message>
    <message>
        <source>Hide this panel (View &gt; Panels shows it again)</source>
        <translation>隐藏此面板（“视图 &gt; 面板”可重新显示）</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>隐藏“%1”</translation>
    </message>
</context>
<context>
    <name>mien::FaceBoxOverlay</name>
    <message>
        <source>Face Box</source>
        <translation>面部框</translation>
    </message>
    <message>
        <source>The detector&apos;s box and the confidence that the landmarks in it lie right</source>
        <translation>检测器的框，以及其中特征点位置正确的置信度</translation>
    </message>
    <message>
        <source>face, %1 %</source>
        <translation>面部，%1 %</translation>
    </message>
    <message>
        <source>face</source>
        <translation>面部</translation>
    </message>
    <message>
        <source>Confidence that the landmarks lie right: %1 %</source>
        <translation>特征点位置正确的置信度：%1 %</translation>
    </message>
    <message>
        <source>How sure the landmarks are is not known</source>
        <translation>特征点的置信度未知</translation>
    </message>
    <message>
        <source>Detector margin: %1 (above 0 for a face; no probability)</source>
        <translation>检测器裕度：%1（大于 0 即为面部；不是概率）</translation>
    </message>
</context>
<context>
    <name>mien::HeatMapGrid</name>
    <message>
        <source>Activation map: landmarks × time</source>
        <translation>激活图：特征点 × 时间</translation>
    </message>
    <message>
        <source>The map is constant: no landmark stands out</source>
        <translation>激活图为常数：没有突出的特征点</translation>
    </message>
    <message>
        <source>%1 time steps</source>
        <translation>%1 个时间步</translation>
    </message>
    <message>
        <source>The map is constant: no landmark stands out for this clip</source>
        <translation>激活图为常数：此片段没有突出的特征点</translation>
    </message>
</context>
<context>
    <name>mien::InspectPanel</name>
    <message>
        <source>Probabilities of the classes</source>
        <translation>各类别的概率</translation>
    </message>
    <message>
        <source>Choose a run in the Runs panel to see what its network says of this clip</source>
        <translation>在“运行”面板中选择一次运行，以查看其网络对此片段的判断</translation>
    </message>
    <message>
        <source>The activation map of the chosen run appears here</source>
        <translation>所选运行的激活图显示在这里</translation>
    </message>
    <message>
        <source>second</source>
        <translation>次选</translation>
    </message>
    <message>
        <source>not labelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>labelled %1</source>
        <translation>标注为“%1”</translation>
    </message>
    <message>
        <source>activation: 68 landmarks × %1 frames</source>
        <translation>激活：68 个特征点 × %1 帧</translation>
    </message>
    <message>
        <source>no action units are expected for %1</source>
        <translation>“%1”没有预期的面部动作单元</translation>
    </message>
    <message>
        <source>expected for %1: AU %2</source>
        <translation>“%1”的预期动作单元：AU %2</translation>
    </message>
    <message>
        <source>no expected AU hit</source>
        <translation>未命中任何预期 AU</translation>
    </message>
    <message>
        <source>AU hit: %1</source>
        <translation>命中 AU：%1</translation>
    </message>
    <message>
        <source>hit rate %1</source>
        <translation>命中率 %1</translation>
    </message>
    <message>
        <source>precision %1</source>
        <translation>精确率 %1</translation>
    </message>
    <message>
        <source>activation map</source>
        <translation>激活图</translation>
    </message>
    <message>
        <source>frame %1</source>
        <translation>第 %1 帧</translation>
    </message>
    <message>
        <source>first step: no difference to show</source>
        <translation>第一步：没有差分可显示</translation>
    </message>
    <message>
        <source>strength %1 (%2)</source>
        <translation>强度 %1（%2）</translation>
    </message>
    <message>
        <source>rising</source>
        <translation>上升</translation>
    </message>
    <message>
        <source>falling</source>
        <translation>下降</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>无变化</translation>
    </message>
    <message>
        <source>coded</source>
        <translation>有编码</translation>
    </message>
    <message>
        <source>none coded</source>
        <translation>无编码</translation>
    </message>
    <message>
        <source>coded: %1</source>
        <translation>编码：%1</translation>
    </message>
    <message>
        <source>annotated %1</source>
        <translation>标注 %1</translation>
    </message>
    <message>
        <source>from −1 to 1</source>
        <translation>−1 到 1</translation>
    </message>
    <message>
        <source>activation over the network&apos;s pictures</source>
        <translation>网络图像上的激活</translation>
    </message>
    <message>
        <source>not coded</source>
        <translation>未编码</translation>
    </message>
</context>
<context>
    <name>mien::JobCenter</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>finishing early</source>
        <translation>正在提前结束</translation>
    </message>
    <message>
        <source>cancelling</source>
        <translation>正在取消</translation>
    </message>
</context>
<context>
    <name>mien::JobsModel</name>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
</context>
<context>
    <name>mien::JobsPanel</name>
    <message>
        <source>Pause or go on</source>
        <translation>暂停或继续</translation>
    </message>
    <message>
        <source>Finish early: keep what was done</source>
        <translation>提前结束：保留已完成的结果</translation>
    </message>
    <message>
        <source>Cancel: discard</source>
        <translation>取消：丢弃结果</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>没有正在运行的任务</translation>
    </message>
    <message>
        <source>Clear ended jobs</source>
        <translation>清除已结束的任务</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
</context>
<context>
    <name>mien::LandmarkNumberOverlay</name>
    <message>
        <source>Landmark Numbers</source>
        <translation>特征点编号</translation>
    </message>
    <message>
        <source>Numbers from 0 to 67; where there is no room for all, those of corners and ends</source>
        <translation>0 到 67 的编号；放不下时只显示角点和端点的编号</translation>
    </message>
</context>
<context>
    <name>mien::LandmarkOverlay</name>
    <message>
        <source>Landmarks</source>
        <translation>特征点</translation>
    </message>
    <message>
        <source>The 68 points of the face; hollow where something hides them</source>
        <translation>面部的 68 个特征点；被遮挡处为空心</translation>
    </message>
</context>
<context>
    <name>mien::LibraryDelegate</name>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
</context>
<context>
    <name>mien::LibraryFilterBar</name>
    <message>
        <source>Filter: surprise wrong</source>
        <translation>筛选：惊讶 错误</translation>
    </message>
    <message>
        <source>Filter of the library</source>
        <translation>资料库筛选</translation>
    </message>
    <message>
        <source>Words that must all occur in the name, subject, label or attributes;
“right” and “wrong” ask for the shown run&apos;s verdict, “split=test” for a part of training</source>
        <translation>名称、被试、标签或属性中须包含全部词语；
“正确”“错误”按所显示运行的判定筛选，“split=test”按训练划分筛选</translation>
    </message>
    <message>
        <source>Filter by label, subject, split, prediction or landmarks</source>
        <translation>按标签、被试、划分、预测或特征点筛选</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>被试</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>none assigned</source>
        <translation>未指定</translation>
    </message>
    <message>
        <source>Prediction of the Shown Run</source>
        <translation>所显示运行的预测</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Landmarks</source>
        <translation>特征点</translation>
    </message>
    <message>
        <source>missing in some frames</source>
        <translation>部分帧缺失</translation>
    </message>
    <message>
        <source>in every frame</source>
        <translation>每帧都有</translation>
    </message>
    <message>
        <source>not extracted yet</source>
        <translation>尚未提取</translation>
    </message>
    <message>
        <source>Excluded from Training</source>
        <translation>已排除出训练</translation>
    </message>
    <message>
        <source>only the excluded clips</source>
        <translation>仅已排除的片段</translation>
    </message>
    <message>
        <source>without the excluded clips</source>
        <translation>不含已排除的片段</translation>
    </message>
    <message>
        <source>Show All Clips</source>
        <translation>显示全部片段</translation>
    </message>
    <message>
        <source>Take this filter away</source>
        <translation>取消此筛选</translation>
    </message>
    <message>
        <source>Filter: %1</source>
        <translation>筛选：%1</translation>
    </message>
    <message>
        <source>no split</source>
        <translation>无划分</translation>
    </message>
    <message>
        <source>split: %1</source>
        <translation>划分：%1</translation>
    </message>
    <message>
        <source>no prediction</source>
        <translation>无预测</translation>
    </message>
    <message>
        <source>landmarks missing</source>
        <translation>特征点缺失</translation>
    </message>
    <message>
        <source>landmarks complete</source>
        <translation>特征点完整</translation>
    </message>
    <message>
        <source>not extracted</source>
        <translation>未提取</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>not excluded</source>
        <translation>未排除</translation>
    </message>
    <message>
        <source>not labelled</source>
        <translation>未标注</translation>
    </message>
</context>
<context>
    <name>mien::LibraryModel</name>
    <message>
        <source>not labelled</source>
        <translation>未标注</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>action units: %1</source>
        <translation>动作单元：%1</translation>
    </message>
    <message>
        <source>the run says: %1</source>
        <translation>该运行判断为：%1</translation>
    </message>
    <message>
        <source>right</source>
        <comment>filter word</comment>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <comment>filter word</comment>
        <translation>错误</translation>
    </message>
    <message>
        <source>excluded</source>
        <comment>filter word</comment>
        <translation>已排除</translation>
    </message>
    <message>
        <source>Nothing is here any more: Relink in the context menu</source>
        <translation>此处已无文件：请用右键菜单中的“重新链接”</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>face in %1 of %2 frames</source>
        <translation>%2 帧中 %1 帧有人脸</translation>
    </message>
    <message>
        <source>excluded from training</source>
        <translation>已排除出训练</translation>
    </message>
    <message>
        <source>split: %1</source>
        <translation>划分：%1</translation>
    </message>
    <message>
        <source>relabelled</source>
        <translation>已改标注</translation>
    </message>
    <message>
        <source>the dataset gives no label</source>
        <translation>数据集未给出标签</translation>
    </message>
    <message>
        <source>the dataset says %1</source>
        <translation>数据集标注为%1</translation>
    </message>
    <message>
        <source>frames %1 to %2 of the video</source>
        <translation>视频的第 %1 至 %2 帧</translation>
    </message>
    <message>
        <source>the video from frame %1 on</source>
        <translation>视频自第 %1 帧起</translation>
    </message>
</context>
<context>
    <name>mien::LibraryPanel</name>
    <message>
        <source>clips by label</source>
        <translation>各标签的片段数</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Clips by label</source>
        <translation>各标签的片段数</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n clip(s)</source>
        <translation>
            <numerusform>%n 个片段中的 %1 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>clips by length</source>
        <translation>按长度统计片段</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 or more</source>
        <comment>frames</comment>
        <translation>%1 帧及以上</translation>
    </message>
    <message>
        <source>%1–%2 frames</source>
        <translation>%1–%2 帧</translation>
    </message>
</context>
<context>
    <name>mien::MainWindow</name>
    <message>
        <source>Mien</source>
        <translation>Mien</translation>
    </message>
    <message>
        <source>Open a dataset folder, a run folder or a video: File &gt; Open Folder…, or drop it here</source>
        <translation>打开数据集文件夹、运行文件夹或视频：“文件 &gt; 打开文件夹…”，或拖放到这里</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>检视</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Find any action…   %1</source>
        <translation>查找任何操作…   %1</translation>
    </message>
    <message>
        <source>Progress of the newest job</source>
        <translation>最新任务的进度</translation>
    </message>
    <message>
        <source>Newest job</source>
        <translation>最新任务</translation>
    </message>
    <message>
        <source>Device in use</source>
        <translation>正在使用的设备</translation>
    </message>
    <message numerus="yes">
        <source>device: CPU, %n core(s); networks not loaded yet</source>
        <translation>
            <numerusform>设备：CPU，%n 个核心；尚未加载网络</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open Folder…</source>
        <translation>打开文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Reset This Workspace</source>
        <translation>重置此工作区(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Follow the System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Filter the Library</source>
        <translation>筛选资料库(&amp;F)</translation>
    </message>
    <message>
        <source>Next Clip</source>
        <translation>下一个片段</translation>
    </message>
    <message>
        <source>Previous Clip</source>
        <translation>上一个片段</translation>
    </message>
    <message>
        <source>Find Any &amp;Action…</source>
        <translation>查找任何操作(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Shortcuts…</source>
        <translation>快捷键(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>First Frame</source>
        <translation>首帧</translation>
    </message>
    <message>
        <source>Last Frame</source>
        <translation>末帧</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message numerus="yes">
        <source>Forward %n Frame(s)</source>
        <translation>
            <numerusform>前进 %n 帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Back %n Frame(s)</source>
        <translation>
            <numerusform>后退 %n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;New Training…</source>
        <translation>新建训练(&amp;N)…</translation>
    </message>
    <message>
        <source>Open a dataset folder first: File &gt; Open Folder…</source>
        <translation>请先打开数据集文件夹：“文件 &gt; 打开文件夹…”</translation>
    </message>
    <message>
        <source>&amp;Pause or Go On</source>
        <translation>暂停或继续(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Finish Early (Keep What Was Learned)</source>
        <translation>提前结束（保留已学到的结果）(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Cancel (Discard)</source>
        <translation>取消（丢弃结果）(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About Mien and Its Models…</source>
        <translation>关于 Mien 及其模型(&amp;A)…</translation>
    </message>
    <message>
        <source>Open a dataset, a run or a folder of images</source>
        <translation>打开数据集、运行或图像文件夹</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Steps of the playhead, frames</source>
        <translation>播放头步长（帧）</translation>
    </message>
    <message>
        <source>Small step</source>
        <translation>小步</translation>
    </message>
    <message>
        <source>Medium step</source>
        <translation>中步</translation>
    </message>
    <message>
        <source>Large step</source>
        <translation>大步</translation>
    </message>
    <message>
        <source>About Mien</source>
        <translation>关于 Mien</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;Mien %1&lt;/b&gt; – a workbench for research on facial expressions in video.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Models&lt;/b&gt;&lt;br&gt;Landmarks: the 68-point predictor of dlib, read from %2. It was trained on the iBUG 300-W dataset, whose licence excludes commercial use; Mien does not ship it.&lt;br&gt;Faces: the HOG detector of dlib (Boost Software Licence).&lt;/p&gt;&lt;p&gt;Maps show where a network looked, not what a person feels.&lt;/p&gt;</source>
        <translation>&lt;p&gt;&lt;b&gt;Mien %1&lt;/b&gt;——视频面部表情研究工作台。&lt;/p&gt;&lt;p&gt;自由软件，采用 GNU 通用公共许可证第 3 版或更高版本。&lt;/p&gt;&lt;p&gt;&lt;b&gt;模型&lt;/b&gt;&lt;br&gt;特征点：dlib 的 68 点预测器，读取自 %2。它在 iBUG 300-W 数据集上训练，该数据集的许可证不允许商业使用；Mien 不附带该模型。&lt;br&gt;面部：dlib 的 HOG 检测器（Boost 软件许可证）。&lt;/p&gt;&lt;p&gt;激活图显示网络关注了哪里，而不是人的感受。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>The language changes when Mien is started again</source>
        <translation>重新启动 Mien 后语言将会改变</translation>
    </message>
    <message>
        <source>This clip cannot be shown</source>
        <translation>无法显示此片段</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>frame %1</source>
        <translation>第 %1 帧</translation>
    </message>
    <message>
        <source>device: %1</source>
        <translation>设备：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n 个运行中</numerusform>
        </translation>
    </message>
    <message>
        <source>Jobs: none running</source>
        <translation>任务：无</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>%1 fps assumed</source>
        <translation>假定 %1 帧/秒</translation>
    </message>
    <message>
        <source>%1 × %2 · %3</source>
        <translation>%1 × %2 · %3</translation>
    </message>
    <message>
        <source>mouth opening</source>
        <translation>张嘴程度</translation>
    </message>
    <message>
        <source>brow height</source>
        <translation>眉毛高度</translation>
    </message>
    <message>
        <source>eye opening</source>
        <translation>睁眼程度</translation>
    </message>
    <message>
        <source>face in %1 of %2 frames</source>
        <translation>%2 帧中有 %1 帧检测到面部</translation>
    </message>
    <message>
        <source>This run holds no prediction of this clip</source>
        <translation>此运行没有对此片段的预测</translation>
    </message>
    <message>
        <source>Choose a run in the Runs panel to see what its network says of this clip</source>
        <translation>在“运行”面板中选择一次运行，以查看其网络对此片段的判断</translation>
    </message>
    <message>
        <source>fold %1, held out</source>
        <translation>第 %1 折，留出</translation>
    </message>
    <message>
        <source>fold %1, trained on this clip</source>
        <translation>第 %1 折，曾用此片段训练</translation>
    </message>
    <message>
        <source>Map of “%1”: %2 · %3 · %4, layer %5</source>
        <translation>“%1”的激活图：%2 · %3 · %4，层 %5</translation>
    </message>
    <message>
        <source>Computing the activation map…</source>
        <translation>正在计算激活图…</translation>
    </message>
    <message>
        <source>The activation map of the chosen run appears here</source>
        <translation>所选运行的激活图显示在这里</translation>
    </message>
    <message>
        <source>%1 taken for %2</source>
        <translation>“%1”被判为“%2”</translation>
    </message>
    <message>
        <source>&amp;Export Face Table…</source>
        <translation>导出面部数据表(&amp;E)…</translation>
    </message>
    <message>
        <source>Write landmarks, pose and action units as a table</source>
        <translation>将特征点、头部姿态和动作单元写成表格</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Least intensity drawn</source>
        <translation>绘制的最低强度</translation>
    </message>
    <message>
        <source>Action units below it get no box over the video; 5 is the most that posed faces reach</source>
        <translation>低于此强度的动作单元不在视频上画框；5 为摆拍表情达到的最大强度</translation>
    </message>
    <message>
        <source>Action units</source>
        <translation>动作单元</translation>
    </message>
    <message>
        <source>action units: when the whole clip is known</source>
        <translation>动作单元：整个片段处理完后显示</translation>
    </message>
    <message>
        <source>action units: not measured</source>
        <translation>动作单元：未测量</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>图层(&amp;L)</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>显示%1</translation>
    </message>
    <message>
        <source>Layers over the video</source>
        <translation>视频上的图层</translation>
    </message>
    <message>
        <source>Loop over the clip, or between the in and out marks</source>
        <translation>循环播放整个片段，或入点与出点之间的部分</translation>
    </message>
    <message>
        <source>Mark In Here</source>
        <translation>在此设入点</translation>
    </message>
    <message>
        <source>Mark Out Here</source>
        <translation>在此设出点</translation>
    </message>
    <message>
        <source>Go to the In Mark</source>
        <translation>转到入点</translation>
    </message>
    <message>
        <source>Go to the Out Mark</source>
        <translation>转到出点</translation>
    </message>
    <message>
        <source>Clear the Marks</source>
        <translation>清除入点和出点</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减速</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加速</translation>
    </message>
    <message>
        <source>Normal Speed</source>
        <translation>正常速度</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Undo “%1”</source>
        <translation>撤销“%1”(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo “%1”</source>
        <translation>重做“%1”(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Follow All Faces</source>
        <translation>跟踪所有面部(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Merge Selected People</source>
        <translation>合并所选人物(&amp;M)</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>&amp;Split Person at This Frame</source>
        <translation>在此帧拆分人物(&amp;S)</translation>
    </message>
    <message>
        <source>Split here</source>
        <translation>在此拆分</translation>
    </message>
    <message>
        <source>Re&amp;name Person</source>
        <translation>重命名人物(&amp;N)</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>E&amp;xclude or Include Selected People</source>
        <translation>排除或恢复所选人物(&amp;X)</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Make the selected people one, who keeps the first one&apos;s number</source>
        <translation>把所选人物合为一人，保留第一个人的编号</translation>
    </message>
    <message>
        <source>From the shown frame on it is somebody else</source>
        <translation>从当前帧起是另一个人</translation>
    </message>
    <message>
        <source>Who is who is told when the whole clip is known</source>
        <translation>整个片段分析完后才能区分人物</translation>
    </message>
    <message>
        <source>Only the largest face of each frame is followed</source>
        <translation>只跟踪每帧中最大的面部</translation>
    </message>
    <message>
        <source>Landmarks of a file: only pictures tell who is who</source>
        <translation>关键点来自文件：只有图像才能区分人物</translation>
    </message>
    <message>
        <source>No face was found in this clip</source>
        <translation>此片段中没有找到面部</translation>
    </message>
    <message>
        <source>Neutral of &amp;Action Units</source>
        <translation>动作单元的中性表情(&amp;A)</translation>
    </message>
    <message>
        <source>Neutral: %1</source>
        <translation>中性表情：%1</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>The beginning of clips of up to 100 frames, else what the face shows most</source>
        <translation>100 帧以内的片段取开头，否则取面部最常见的状态</translation>
    </message>
    <message>
        <source>first three frames</source>
        <translation>前三帧</translation>
    </message>
    <message>
        <source>what the face shows most</source>
        <translation>面部最常见的状态</translation>
    </message>
    <message>
        <source>this frame, or the marked ones</source>
        <translation>当前帧或标记的范围</translation>
    </message>
    <message>
        <source>The shown frame; where in and out marks are set, the frames between them</source>
        <translation>当前显示的帧；若设置了入点和出点，则为两者之间的帧</translation>
    </message>
    <message>
        <source>mean face</source>
        <translation>平均脸</translation>
    </message>
    <message>
        <source>Nobody&apos;s neutral: the one choice that single pictures have</source>
        <translation>不属于任何人：单张图片的唯一选择</translation>
    </message>
    <message>
        <source>neutral: automatic</source>
        <translation>中性：自动</translation>
    </message>
    <message>
        <source>neutral: first three frames</source>
        <translation>中性：前三帧</translation>
    </message>
    <message>
        <source>neutral: what the face shows most</source>
        <translation>中性：面部最常见的状态</translation>
    </message>
    <message>
        <source>neutral: mean face</source>
        <translation>中性：平均脸</translation>
    </message>
    <message>
        <source>neutral: frame %1</source>
        <translation>中性：第 %1 帧</translation>
    </message>
    <message>
        <source>neutral: frames %1 to %2</source>
        <translation>中性：第 %1 至 %2 帧</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Fit to the View</source>
        <translation>适应视图</translation>
    </message>
    <message>
        <source>The wheel zooms at the mouse; dragging moves the picture</source>
        <translation>滚轮在鼠标处缩放；拖动可移动画面</translation>
    </message>
    <message>
        <source>Open &amp;Video, Image or Landmarks…</source>
        <translation>打开视频、图像或关键点(&amp;V)…</translation>
    </message>
    <message>
        <source>Open a video, an image or a file of landmarks</source>
        <translation>打开视频、图像或关键点文件</translation>
    </message>
    <message>
        <source>landmarks without pictures</source>
        <translation>只有关键点，没有画面</translation>
    </message>
    <message>
        <source>Double-click a clip in the library</source>
        <translation>请在资料库中双击一个片段</translation>
    </message>
    <message>
        <source>&amp;New Project…</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>Open &amp;Project…</source>
        <translation>打开项目(&amp;P)…</translation>
    </message>
    <message>
        <source>Re&amp;link…</source>
        <translation>重新链接(&amp;L)…</translation>
    </message>
    <message>
        <source>E&amp;xport Project…</source>
        <translation>导出项目(&amp;X)…</translation>
    </message>
    <message>
        <source>&amp;Close Project</source>
        <translation>关闭项目(&amp;C)</translation>
    </message>
    <message>
        <source>Say where datasets and videos of the project lie now</source>
        <translation>指明项目的数据集和视频现在的位置</translation>
    </message>
    <message>
        <source>Copy the project with all its files into a new folder that needs nothing else</source>
        <translation>将项目及其全部文件复制到一个自足的新文件夹</translation>
    </message>
    <message>
        <source>%1 (read-only) – Mien</source>
        <translation>%1（只读）– Mien</translation>
    </message>
    <message>
        <source>%1 – Mien</source>
        <translation>%1 – Mien</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Projects (*.mien)</source>
        <translation>项目 (*.mien)</translation>
    </message>
    <message>
        <source>Name of a new folder for the package</source>
        <translation>导出包的新文件夹名称</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message numerus="yes">
        <source>%n dataset(s) or video(s) of the project are not where they were</source>
        <translation>
            <numerusform>项目中有 %n 个数据集或视频不在原处</numerusform>
        </translation>
    </message>
    <message>
        <source>Relink…</source>
        <translation>重新链接…</translation>
    </message>
    <message>
        <source>Damaged Project</source>
        <translation>项目已损坏</translation>
    </message>
    <message>
        <source>Its newest sound backup is of %1. Repair puts it in the project&apos;s place; the damaged file is set aside, not deleted.</source>
        <translation>最新的完好备份时间为 %1。修复会用它替换项目；损坏的文件会另存，不会删除。</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>&amp;Clips</source>
        <translation>片段(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Extract Landmarks</source>
        <translation>提取特征点(&amp;E)</translation>
    </message>
    <message>
        <source>E&amp;xclude from Training</source>
        <translation>排除出训练(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Include in Training</source>
        <translation>纳入训练(&amp;I)</translation>
    </message>
    <message>
        <source>Select &amp;All Shown Clips</source>
        <translation>选择全部所示片段(&amp;A)</translation>
    </message>
    <message>
        <source>The files stay; what was made of the clips goes</source>
        <translation>文件保留；对片段所做的编辑将丢失</translation>
    </message>
    <message>
        <source>&amp;Label as</source>
        <translation>标注为(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Put into Split</source>
        <translation>归入划分(&amp;P)</translation>
    </message>
    <message>
        <source>Label as %1</source>
        <translation>标注为“%1”</translation>
    </message>
    <message>
        <source>other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>Label as Something Else…</source>
        <translation>标注为其他标签…</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Remove the Label</source>
        <translation>移除标签</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Label of the selected clips</source>
        <translation>所选片段的标签</translation>
    </message>
    <message>
        <source>Put into %1</source>
        <translation>归入 %1</translation>
    </message>
    <message>
        <source>Take out of the Split</source>
        <translation>移出划分</translation>
    </message>
    <message>
        <source>&amp;Class List…</source>
        <translation>类别表(&amp;C)…</translation>
    </message>
    <message>
        <source>Rename, merge or drop labels of the selected clips, or of all that are shown</source>
        <translation>重命名、合并或去除所选片段的标签；未选时为所有显示的片段</translation>
    </message>
    <message>
        <source>Remove from the Project</source>
        <translation>从项目中移除</translation>
    </message>
    <message>
        <source>Remove %1 from the project?</source>
        <translation>将 %1 从项目中移除？</translation>
    </message>
    <message numerus="yes">
        <source>Its files stay where they are. What was made of its %n clip(s) goes: labels, exclusions, splits, people and neutral frames. This cannot be undone, nor can the steps before it.</source>
        <translation>
            <numerusform>其文件留在原处。对其 %n 个片段所做的一切将被删除：标签、排除、划分、人物和中性帧。此操作无法撤销，之前的步骤也将无法撤销。</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>&amp;Remove from the Project…</source>
        <translation>从项目中移除(&amp;R)…</translation>
    </message>
    <message>
        <source>Show All…</source>
        <translation>全部显示…</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Warnings of %1</source>
        <translation>%1 的警告</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>frame %1 of %2 (the clip is its frames %3 to %4)</source>
        <translation>%2 的第 %1 帧（片段为其第 %3 至 %4 帧）</translation>
    </message>
    <message numerus="yes">
        <source>%n not usable</source>
        <translation>
            <numerusform>%n 帧不可用</numerusform>
        </translation>
    </message>
    <message>
        <source>as in the dataset</source>
        <translation>同数据集</translation>
    </message>
    <message>
        <source>Label as in the Dataset</source>
        <translation>按数据集标注</translation>
    </message>
</context>
<context>
    <name>mien::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>还有 %n 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::PeopleEditor</name>
    <message>
        <source>Merge %1 and %2</source>
        <translation>合并 %1 和 %2</translation>
    </message>
    <message>
        <source>Split %1 at Frame %2</source>
        <translation>在第 %2 帧拆分 %1</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>重命名 %1</translation>
    </message>
    <message>
        <source>Exclude %1</source>
        <translation>排除 %1</translation>
    </message>
    <message>
        <source>Include %1</source>
        <translation>恢复 %1</translation>
    </message>
</context>
<context>
    <name>mien::PeopleModel</name>
    <message numerus="yes">
        <source>%1: face_id %2 of tables; seen in %n frame(s)</source>
        <translation>
            <numerusform>%1：表格中的 face_id %2；出现在 %n 帧中</numerusform>
        </translation>
    </message>
    <message>
        <source>Excluded: left out of tables and of the video</source>
        <translation>已排除：不出现在表格和视频中</translation>
    </message>
    <message>
        <source>Take the tick away to leave them out of tables and of the video</source>
        <translation>取消勾选后，此人不出现在表格和视频中</translation>
    </message>
</context>
<context>
    <name>mien::PeopleOverlay</name>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Where all faces are followed: who is who; a click on a face chooses the person</source>
        <translation>跟踪所有面部时：标明谁是谁；点击面部可选择人物</translation>
    </message>
</context>
<context>
    <name>mien::PeoplePanel</name>
    <message>
        <source>excluded</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>%1 of %2 frames</source>
        <translation>%2 帧中的 %1 帧</translation>
    </message>
    <message>
        <source>Follow the largest face</source>
        <translation>跟踪最大的面部</translation>
    </message>
    <message>
        <source>Follow all faces</source>
        <translation>跟踪所有面部</translation>
    </message>
    <message>
        <source>Faces that are followed</source>
        <translation>跟踪哪些面部</translation>
    </message>
    <message>
        <source>All faces: each is followed on its own, and people are told apart by their looks</source>
        <translation>所有面部：逐个跟踪，并按外貌区分人物</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
</context>
<context>
    <name>mien::PoseOverlay</name>
    <message>
        <source>Head Pose</source>
        <translation>头部姿态</translation>
    </message>
    <message>
        <source>Three axes at the bridge of the nose: to the side, up, and out of the face</source>
        <translation>鼻梁处的三条轴：向侧、向上、向面部前方</translation>
    </message>
    <message>
        <source>pitch</source>
        <translation>俯仰</translation>
    </message>
    <message>
        <source>yaw</source>
        <translation>偏航</translation>
    </message>
    <message>
        <source>roll</source>
        <translation>翻滚</translation>
    </message>
    <message>
        <source>%1° towards the image&apos;s right</source>
        <translation>朝图像右侧 %1°</translation>
    </message>
    <message>
        <source>%1° towards the image&apos;s left</source>
        <translation>朝图像左侧 %1°</translation>
    </message>
    <message>
        <source>%1° down</source>
        <translation>向下 %1°</translation>
    </message>
    <message>
        <source>%1° up</source>
        <translation>向上 %1°</translation>
    </message>
    <message>
        <source>tilted %1° clockwise</source>
        <translation>顺时针倾斜 %1°</translation>
    </message>
    <message>
        <source>tilted %1° anticlockwise</source>
        <translation>逆时针倾斜 %1°</translation>
    </message>
    <message>
        <source>Head: %1</source>
        <translation>头部：%1</translation>
    </message>
</context>
<context>
    <name>mien::ProjectDocument</name>
    <message>
        <source>Opening %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>%1 can only be read: %2. Nothing that you change will be kept.</source>
        <translation>%1 只能读取：%2。您的更改不会保存。</translation>
    </message>
    <message>
        <source>Taking %1 into the project</source>
        <translation>将 %1 纳入项目</translation>
    </message>
    <message>
        <source>Removing %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Looking for %1</source>
        <translation>查找 %1</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>The project and all its files are in %1</source>
        <translation>项目及其全部文件已存入 %1</translation>
    </message>
    <message numerus="yes">
        <source>The project is in %1, without %n clip(s) whose files are gone: %2</source>
        <translation>
            <numerusform>项目在 %1 中，但缺少 %n 个文件已不存在的片段：%2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::RelinkDialog</name>
    <message>
        <source>Relink</source>
        <translation>重新链接</translation>
    </message>
    <message>
        <source>Choose what is not found and show the folder in which it lies now. Others that moved along with it are found by the same move.</source>
        <translation>选择未找到的条目，并指出它现在所在的文件夹。一同移动的其他条目会随之找到。</translation>
    </message>
    <message>
        <source>Dataset or video</source>
        <translation>数据集或视频</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Datasets and videos of the project</source>
        <translation>项目的数据集和视频</translation>
    </message>
    <message>
        <source>Choose Folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <source>Found: %1</source>
        <translation>已找到：%1</translation>
    </message>
    <message>
        <source>Nothing is missing.</source>
        <translation>没有缺失。</translation>
    </message>
    <message>
        <source>Folder in which it lies now</source>
        <translation>现在所在的文件夹</translation>
    </message>
</context>
<context>
    <name>mien::RunController</name>
    <message>
        <source>control: shuffled labels</source>
        <translation>对照：打乱标签</translation>
    </message>
    <message>
        <source>control: first frame only</source>
        <translation>对照：仅首帧</translation>
    </message>
    <message>
        <source>epoch chosen on the test part</source>
        <translation>按测试集选择轮次</translation>
    </message>
    <message>
        <source>landmarks from %1</source>
        <translation>特征点来自 %1</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>按要求</translation>
    </message>
    <message>
        <source>CUDA device found</source>
        <translation>找到 CUDA 设备</translation>
    </message>
    <message>
        <source>LibTorch %1 finds no CUDA device</source>
        <translation>LibTorch %1 未找到 CUDA 设备</translation>
    </message>
    <message>
        <source>Training %1</source>
        <translation>训练 %1</translation>
    </message>
    <message>
        <source>fold %1 of %2, epoch %3</source>
        <translation>第 %1/%2 折，第 %3 轮</translation>
    </message>
    <message>
        <source>fold %1, epoch %2</source>
        <translation>第 %1 折，第 %2 轮</translation>
    </message>
    <message>
        <source>%1, in %2</source>
        <translation>%1，位于 %2</translation>
    </message>
</context>
<context>
    <name>mien::RunsModel</name>
    <message>
        <source>n = %1, %2</source>
        <translation>n = %1，%2</translation>
    </message>
    <message>
        <source>subjects leak</source>
        <translation>被试泄漏</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>finished early</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>* the same people are in training and test parts: the accuracy is too high</source>
        <translation>* 训练集与测试集中有相同的人：准确率偏高</translation>
    </message>
    <message>
        <source>run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>score</source>
        <translation>得分</translation>
    </message>
</context>
<context>
    <name>mien::RunsPanel</name>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Logarithmic axis for the loss</source>
        <translation>损失使用对数轴</translation>
    </message>
    <message>
        <source>rows = 1</source>
        <translation>按行归一</translation>
    </message>
    <message>
        <source>Shares of each row instead of counts</source>
        <translation>显示每行的比例而非计数</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Wait before the next batch</source>
        <translation>在下一批之前等待</translation>
    </message>
    <message>
        <source>Finish early</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>Stop now and keep what was learned</source>
        <translation>立即停止并保留已学到的结果</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop now and discard</source>
        <translation>立即停止并丢弃结果</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Fold shown in the curves</source>
        <translation>曲线所示的折</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>fold %1 of %2</source>
        <translation>第 %1 折，共 %2 折</translation>
    </message>
    <message>
        <source>fold %1</source>
        <translation>第 %1 折</translation>
    </message>
    <message>
        <source>%1 ended · %2 running</source>
        <translation>%1 个已结束 · %2 个运行中</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 次运行</numerusform>
        </translation>
    </message>
    <message>
        <source>No runs yet. Train &gt; New Training… makes one; File &gt; Open Folder… shows a run folder.</source>
        <translation>尚无运行。“训练 &gt; 新建训练…”可新建；“文件 &gt; 打开文件夹…”可显示运行文件夹。</translation>
    </message>
</context>
<context>
    <name>mien::Screenshot</name>
    <message>
        <source>the content did not settle within 10 minutes</source>
        <translation>内容在 10 分钟内未能稳定</translation>
    </message>
    <message>
        <source>cannot write %1</source>
        <translation>无法写入 %1</translation>
    </message>
</context>
<context>
    <name>mien::Session</name>
    <message>
        <source>Opening %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>The map is computed when the training under way has ended</source>
        <translation>当前训练结束后计算激活图</translation>
    </message>
    <message>
        <source>No clip is open. Choose one in the library first.</source>
        <translation>没有打开的片段。请先在资料库中选择一个。</translation>
    </message>
    <message>
        <source>Face table of %1</source>
        <translation>%1 的面部数据表</translation>
    </message>
    <message>
        <source>%1 frames, %2 with a face, in %3</source>
        <translation>%1 帧，其中 %2 帧有面部，写入 %3</translation>
    </message>
    <message>
        <source>Nothing of %1 is where the project has it. Say where it lies now: File &gt; Relink…</source>
        <translation>%1 不在项目记录的位置。请指明它现在的位置：文件 &gt; 重新链接…</translation>
    </message>
    <message numerus="yes">
        <source>Landmarks of %n clip(s)</source>
        <translation>
            <numerusform>%n 个片段的特征点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Landmarks of %n clip(s) are known</source>
        <translation>
            <numerusform>已得到 %n 个片段的特征点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read: the job&apos;s messages say why</source>
        <translation>
            <numerusform>%n 个无法读取：原因见任务消息</numerusform>
        </translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s) in %1; the first: %2</source>
        <translation>
            <numerusform>%1 中有 %n 条警告；第一条：%2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n picture(s) have another size than the first: they are no film. Open a dataset folder or single pictures</source>
        <translation>
            <numerusform>%n 张图片中有 %1 张与第一张尺寸不同：它们不是一段影片。请打开数据集文件夹或单张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n frame(s) could not be used; the first: %2</source>
        <translation>
            <numerusform>%n 帧中有 %1 帧无法使用；第一个原因：%2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mien::ShortcutsDialog</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Shortcut of %1</source>
        <translation>“%1”的快捷键</translation>
    </message>
    <message>
        <source>“%1” and “%2” share %3. Change one of them.</source>
        <translation>“%1”与“%2”共用 %3。请更改其中之一。</translation>
    </message>
</context>
<context>
    <name>mien::StrengthOverlay</name>
    <message>
        <source>Activation Map</source>
        <translation>激活图</translation>
    </message>
    <message>
        <source>Where the network of the chosen run looked, white to red</source>
        <translation>所选运行的网络关注的位置，由白到红</translation>
    </message>
</context>
<context>
    <name>mien::TimelineView</name>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Where a face was found, curves of the face, and the playhead</source>
        <translation>检测到面部的位置、面部曲线和播放头</translation>
    </message>
    <message>
        <source>face found</source>
        <translation>检测到面部</translation>
    </message>
    <message>
        <source>Open a clip to see its timeline</source>
        <translation>打开片段以查看其时间线</translation>
    </message>
    <message>
        <source>frame %1</source>
        <translation>第 %1 帧</translation>
    </message>
    <message>
        <source>no face</source>
        <translation>没有面部</translation>
    </message>
    <message>
        <source>could not be used</source>
        <translation>无法使用</translation>
    </message>
</context>
<context>
    <name>mien::TrainDialog</name>
    <message>
        <source>New Training</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>as in the paper</source>
        <translation>同论文</translation>
    </message>
    <message>
        <source>Start Training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Run folder</source>
        <translation>运行文件夹</translation>
    </message>
    <message>
        <source>%L1 parameters</source>
        <translation>%L1 个参数</translation>
    </message>
    <message>
        <source>Folder for the run</source>
        <translation>运行文件夹</translation>
    </message>
    <message>
        <source>This dataset has fewer than two labels: there is nothing to tell apart.</source>
        <translation>此数据集的标签少于两个：没有可区分的类别。</translation>
    </message>
    <message>
        <source>The protocol needs %1 subjects, the dataset has %2.</source>
        <translation>该协议需要 %1 名被试，数据集只有 %2 名。</translation>
    </message>
    <message>
        <source>Name a folder for the run.</source>
        <translation>请指定运行文件夹。</translation>
    </message>
    <message>
        <source>%1 exists and is not empty. Choose another folder.</source>
        <translation>%1 已存在且不为空。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Subjects leak: the same people are in training and test parts. The accuracy will be higher than for people the network has never seen, and every figure of this run says so.</source>
        <translation>被试泄漏：训练集与测试集中有相同的人。准确率会高于网络从未见过的人，此运行的每张图都会注明。</translation>
    </message>
    <message>
        <source>subject-kfold:K – every subject held out once, in K folds
loso – leave one subject out
holdout:F – whole subjects until a share F of the clips is held out
subjects:ID,… – the named subjects are held out
split – the clips put into “test” are held out, those in “val” choose the epoch
kfold:K, clip-holdout:F, paper – by clips: subjects leak</source>
        <translation>subject-kfold:K——分 K 折，每名被试留出一次
loso——留一被试
holdout:F——按整名被试留出，直至留出片段的比例达到 F
subjects:ID,…——留出指定的被试
split——留出归入“test”的片段，用“val”中的片段选择轮次
kfold:K、clip-holdout:F、paper——按片段划分：被试泄漏</translation>
    </message>
    <message>
        <source>No clip is put into “test”: select clips in the library and choose Put into Split &gt; test.</source>
        <translation>没有片段归入“test”：请在资料库中选择片段，再选“归入划分 &gt; test”。</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) excluded</source>
        <translation>
            <numerusform>已排除 %n 个片段</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) with another label than the dataset&apos;s</source>
        <translation>
            <numerusform>%n 个片段的标签与数据集不同</numerusform>
        </translation>
    </message>
    <message>
        <source>By your project: %1. The run&apos;s settings say which.</source>
        <translation>依据您的项目：%1。运行设置中记录了具体片段。</translation>
    </message>
    <message numerus="yes">
        <source>%1 is no class of %2: %n clip(s) left out.</source>
        <translation>
            <numerusform>%1 不是 %2 的类别：%n 个片段不用于训练。</numerusform>
        </translation>
    </message>
    <message>
        <source>bfloat16 and float16 compute faster where the device has them, with fewer digits.</source>
        <translation>设备支持时 bfloat16 和 float16 计算更快，但有效位数更少。</translation>
    </message>
    <message>
        <source>all cores</source>
        <translation>全部核心</translation>
    </message>
    <message>
        <source>Features of the run</source>
        <translation>特征来自运行</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Run whose network gives the features</source>
        <translation>提供特征的运行</translation>
    </message>
    <message>
        <source>Name the run whose network gives the features.</source>
        <translation>请指定提供特征的运行。</translation>
    </message>
    <message>
        <source>No clip of this dataset has coded action units.</source>
        <translation>此数据集没有片段带动作单元编码。</translation>
    </message>
    <message>
        <source>No clip of this dataset is annotated with valence and arousal.</source>
        <translation>此数据集没有片段标注效价与唤醒度。</translation>
    </message>
</context>
<context>
    <name>mien::TransportBar</name>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Playback speed</source>
        <translation>播放速度</translation>
    </message>
    <message>
        <source>frame %1 of %2</source>
        <translation>第 %1 帧，共 %2 帧</translation>
    </message>
</context>
<context>
    <name>mien::UnitScores</name>
    <message>
        <source>Average precision of the action units</source>
        <translation>各动作单元的平均精度</translation>
    </message>
    <message>
        <source>mAP: mean of the average precision over the units that somebody shows</source>
        <translation>mAP：对有人出现的各动作单元的平均精度取平均</translation>
    </message>
    <message>
        <source>mAP %1 over %2 of %3 action units; behind the bars: how often coded</source>
        <translation>mAP %1，%3 个动作单元中的 %2 个；条后为编码频率</translation>
    </message>
</context>
<context>
    <name>mien::VideoView</name>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>The current frame with the layers of the View menu over it</source>
        <translation>当前帧及“视图”菜单中的图层</translation>
    </message>
</context>
<context>
    <name>mien::ViewerPanel</name>
    <message>
        <source>Viewer</source>
        <translation>查看器</translation>
    </message>
</context>
<context>
    <name>mien::Workspaces</name>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Interpret</source>
        <translation>解释</translation>
    </message>
</context>
</TS>
