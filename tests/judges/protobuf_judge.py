"""What protoc and Protobuf's JSON form make of exported messages and of the payloads that their contracts accept."""

import json
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor
from grpc_tools import protoc


def compiled(folder):
    """The descriptors of all files of a folder, compiled at once."""
    paths = sorted(str(path) for path in Path(folder).glob("*.proto"))
    with tempfile.NamedTemporaryFile() as out:
        include = files("grpc_tools") / "_proto"
        arguments = ["protoc", f"-I{folder}", f"-I{include}", "--include_imports", f"--descriptor_set_out={out.name}"]
        if protoc.main([*arguments, *paths]) != 0:
            sys.exit("protoc refuses a file")
        return paths, descriptor_pb2.FileDescriptorSet.FromString(Path(out.name).read_bytes())


def numbers(descriptor, value):
    """The JSON form with 64-bit numbers as numbers, which Protobuf writes as texts."""
    if descriptor.full_name.startswith("google.protobuf."):
        return value
    by_name = {field.json_name: field for field in descriptor.fields}

    def one(field, item):
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            return numbers(field.message_type, item)
        return int(item) if field.type == FieldDescriptor.TYPE_INT64 else item

    out = {}
    for name, item in value.items():
        field = by_name[name]
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            inner = field.message_type.fields_by_name["value"]
            out[name] = {key: one(inner, inside) for key, inside in item.items()}
        elif isinstance(item, list) and field.is_repeated:
            out[name] = [one(field, inside) for inside in item]
        else:
            out[name] = one(field, item)
    return out


def without(gone, value):
    """The value without members that are one of these."""
    if isinstance(value, dict):
        return {name: without(gone, item) for name, item in value.items() if item not in gone}
    if isinstance(value, list):
        return [without(gone, item) for item in value]
    return value


def main():
    paths, descriptors = compiled(sys.argv[1])
    pool = descriptor_pool.DescriptorPool()
    first = {}
    for file in descriptors.file:
        pool.Add(file)
        if not file.name.startswith("google/"):
            first[file.name.removesuffix(".proto")] = (file.package, file.message_type[0].name)
    equal, different = 0, []
    for case in json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")):
        source = Path(sys.argv[1], f"{case['contract']}.proto").read_text(encoding="utf-8")
        # A file is of the newest version of its contract.
        if f" {case['version']}: its payload" not in source.splitlines()[0]:
            continue
        descriptor = pool.FindMessageTypeByName(".".join(first[case["contract"]]))
        payload = case["payload"]
        sent = {"payload": payload} if "// The payload is no object" in source else payload
        message = message_factory.GetMessageClass(descriptor)()
        reason = "value"
        try:
            json_format.ParseDict(sent, message, descriptor_pool=pool)
        except json_format.ParseError as problem:
            if "has no field named" not in str(problem):
                different.append({"reason": str(problem), "case": case})
                continue
            reason = "undeclared"
            message.Clear()
            json_format.ParseDict(sent, message, ignore_unknown_fields=True, descriptor_pool=pool)
        back = type(message).FromString(message.SerializeToString(deterministic=True))
        written = numbers(descriptor, json_format.MessageToDict(back, descriptor_pool=pool))
        if written == sent:
            equal += 1
        elif reason == "undeclared":
            different.append({"reason": reason, "case": case})
        else:
            for reason_known, gone in (("null", [None]), ("empty", [None, [], {}])):
                if reason == "value" and without(gone, written) == without(gone, sent):
                    reason = reason_known
            different.append({"reason": reason, "case": case, "written": written})
    json.dump({"files": len(paths), "equal": equal, "different": different}, sys.stdout)


main()
