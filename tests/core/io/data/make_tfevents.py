#!/usr/bin/python3
"""Writes reference.tfevents: a file of TensorBoard scalars, with protocol buffers of Google's own library (Debian's
python3-protobuf) and a checksum written out bit by bit from its definition. The messages are those of TensorFlow's
event.proto and summary.proto, as far as scalars need them."""
import pathlib
import struct

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

F = descriptor_pb2.FieldDescriptorProto
schema = descriptor_pb2.FileDescriptorProto(name="event.proto", package="tensorflow", syntax="proto3")


def message(name, *fields):
    m = schema.message_type.add(name=name)
    for number, field, kind, type_name in fields:
        f = m.field.add(name=field, number=number, type=kind, label=F.LABEL_OPTIONAL)
        if type_name:
            f.type_name = ".tensorflow." + type_name


message("Value", (1, "tag", F.TYPE_STRING, None), (2, "simple_value", F.TYPE_FLOAT, None))
message("Summary", (1, "value", F.TYPE_MESSAGE, "Value"))
schema.message_type[1].field[0].label = F.LABEL_REPEATED
message("Event", (1, "wall_time", F.TYPE_DOUBLE, None), (2, "step", F.TYPE_INT64, None),
        (3, "file_version", F.TYPE_STRING, None), (5, "summary", F.TYPE_MESSAGE, "Summary"))
pool = descriptor_pool.DescriptorPool()
pool.Add(schema)
Event = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("tensorflow.Event"))


def crc32c(data):
    """Polynomial division over GF(2), reflected, one bit at a time."""
    remainder = 0xFFFFFFFF
    for byte in data:
        for bit in range(8):
            top = (remainder ^ (byte >> bit)) & 1
            remainder = (remainder >> 1) ^ (0x82F63B78 if top else 0)
    return remainder ^ 0xFFFFFFFF


def record(data):
    def mask(data):
        crc = crc32c(data)
        return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)
    length = struct.pack("<Q", len(data))
    return length + mask(length) + data + mask(data)


first = Event(file_version="brain.Event:2")
second = Event(wall_time=1.5, step=300)
value = second.summary.value.add()
value.tag = "loss/train"
value.simple_value = 0.5
# proto3 leaves a wall time of 0 out; readers take either. TensorFlow never writes 0, so the field is put there by hand.
bytes_of_first = b"\x09" + struct.pack("<d", 0.0) + first.SerializeToString()
out = pathlib.Path(__file__).with_name("reference.tfevents")
out.write_bytes(record(bytes_of_first) + record(second.SerializeToString()))
