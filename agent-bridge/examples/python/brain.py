#!/usr/bin/env python3
"""A brain in Python, in one file. It answers with what it heard.

    pip install grpcio grpcio-tools grpcio-health-checking
    python agent-bridge/examples/python/brain.py --port 9090
"""
import argparse
import asyncio
import importlib
import pathlib
import sys
import tempfile

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_tools import protoc

PROTO = pathlib.Path(__file__).resolve().parents[3] / "proto/src/main/protobuf"


def contract():
    """Compiles the contract into a temporary folder and imports it."""
    out = tempfile.mkdtemp()
    if protoc.main(["protoc", f"-I{PROTO}", f"--python_out={out}", f"--grpc_python_out={out}",
                    str(PROTO / "parley/agent/v1/agent.proto")]) != 0:
        sys.exit("the contract could not be compiled")
    sys.path.insert(0, out)
    return (importlib.import_module("parley.agent.v1.agent_pb2"),
            importlib.import_module("parley.agent.v1.agent_pb2_grpc"))


pb, rpc = contract()


class Meeting:
    """What has to be known of a meeting over all its streams."""

    def __init__(self):
        self.last_event_seq = 0
        self.tasks = {}     # (turn id, revision) -> the task that answers it
        self.void = {}      # turn id -> everything up to this revision was aborted
        self.stopped = set()  # reply ids that were interrupted
        self.policy = 0


class Attendance:
    """One stream of one meeting."""

    def __init__(self, meetings):
        self.meetings = meetings
        self.meeting = None
        self.actions = asyncio.Queue()  # None ends the stream
        self.seq = 0
        self.closing = False

    def act(self, **action):
        self.seq += 1
        self.actions.put_nowait(pb.BrainAction(seq=self.seq, **action))

    def hello(self, event):
        hello = event.hello
        if hello.version.major != 1:
            self.act(error=pb.Error(code=pb.Error.CODE_VERSION, message="this brain speaks version 1", fatal=True))
            self.actions.put_nowait(None)
            return
        if hello.resume_from_seq == 0 or hello.meeting_id not in self.meetings:
            self.meetings[hello.meeting_id] = Meeting()
        self.meeting = self.meetings[hello.meeting_id]
        self.act(welcome=pb.Welcome(version=pb.Version(major=1), brain="python example 1",
                                    last_event_seq=self.meeting.last_event_seq, wants=pb.Wants(speculation=True)))
        self.meeting.last_event_seq = max(self.meeting.last_event_seq, event.seq)

    def handle(self, event):
        kind = event.WhichOneof("event")
        if kind == "hello":
            return self.hello(event)
        meeting = self.meeting
        if meeting is None or event.seq <= meeting.last_event_seq:
            return None  # seen before
        meeting.last_event_seq = event.seq
        if kind == "meeting_opened":
            meeting.policy = event.meeting_opened.policy
        elif kind in ("turn_speculated", "turn_committed"):
            self.turn(getattr(event, kind).turn)
        elif kind == "turn_aborted":
            aborted = event.turn_aborted
            meeting.void[aborted.turn_id] = aborted.revision
        elif kind == "interrupted":
            meeting.stopped.add(event.interrupted.reply_id)
        elif kind == "closing":
            self.closing = True
        return None  # everything else, known or not, is skipped

    def turn(self, turn):
        meeting = self.meeting
        key = (turn.turn_id, turn.revision)
        if turn.addressed == pb.ADDRESSED_OTHER or key in meeting.tasks:
            return
        if meeting.policy == pb.FLOOR_POLICY_SCRIBE:
            self.act(stay_silent=pb.StaySilent(turn_id=turn.turn_id, turn_revision=turn.revision, reason="a scribe"))
            return
        meeting.void[turn.turn_id] = max(meeting.void.get(turn.turn_id, 0), turn.revision - 1)
        meeting.tasks[key] = asyncio.create_task(self.answer(turn))

    async def answer(self, turn):
        meeting = self.meeting
        reply_id = f"{turn.turn_id}.{turn.revision}"  # the same answer keeps its id, also after a restart
        index = 0
        for delta in self.think(turn.text):
            await asyncio.sleep(0)  # a model would be awaited here
            if self.closing or reply_id in meeting.stopped or meeting.void.get(turn.turn_id, 0) >= turn.revision:
                return
            self.act(say=pb.Say(reply_id=reply_id, turn_id=turn.turn_id, turn_revision=turn.revision,
                                text=delta, index=index))
            index += 1
        self.act(end_reply=pb.EndReply(reply_id=reply_id, deltas=index))

    @staticmethod
    def think(text):
        """Replace this with something clever."""
        yield "You said: "
        yield " ".join(text.split())[:200] or "nothing at all"
        yield "."


class Brain(rpc.BrainServicer):
    def __init__(self):
        self.meetings = {}

    async def Attend(self, events, context):
        attendance = Attendance(self.meetings)

        async def read():
            async for event in events:
                attendance.handle(event)
            attendance.actions.put_nowait(None)

        reader = asyncio.create_task(read())
        try:
            while (action := await attendance.actions.get()) is not None:
                yield action
        finally:
            reader.cancel()


async def serve(port):
    server = grpc.aio.server()
    rpc.add_BrainServicer_to_server(Brain(), server)
    health_servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(health_servicer, server)
    await health_servicer.set("", health_pb2.HealthCheckResponse.SERVING)
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    print(f"listening {port}", flush=True)
    await server.wait_for_termination()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=9090)
    asyncio.run(serve(parser.parse_args().port))
