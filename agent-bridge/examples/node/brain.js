// A brain in Node, in one file. It answers with what it heard.
//
//     npm install --prefix agent-bridge/examples/node
//     node agent-bridge/examples/node/brain.js --port 9090
'use strict';
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const root = path.resolve(__dirname, '../../../proto/src/main/protobuf');
const definition = loader.loadSync('parley/agent/v1/agent.proto', {
  includeDirs: [root], keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true,
});
const { Brain } = grpc.loadPackageDefinition(definition).parley.agent.v1;

/** What has to be known of a meeting over all its streams. */
const meetings = new Map();
const newMeeting = () => ({ lastEventSeq: 0, asked: new Set(), voidUpTo: new Map(), stopped: new Set(), policy: '' });

function attend(call) {
  let meeting = null;
  let seq = 0;
  let closing = false;
  const act = (action) => call.write({ seq: ++seq, ...action });

  function hello(event) {
    const { version, meeting_id: id, resume_from_seq: resumeFrom } = event.hello;
    if (!version || version.major !== 1) {
      act({ error: { code: 'CODE_VERSION', message: 'this brain speaks version 1', fatal: true } });
      call.end();
      return;
    }
    if (resumeFrom === 0 || !meetings.has(id)) meetings.set(id, newMeeting());
    meeting = meetings.get(id);
    act({ welcome: {
      version: { major: 1 }, brain: 'node example 1',
      last_event_seq: meeting.lastEventSeq, wants: { speculation: true },
    } });
    meeting.lastEventSeq = Math.max(meeting.lastEventSeq, event.seq);
  }

  function turn(asked) {
    const key = `${asked.turn_id}.${asked.revision}`; // the same answer keeps its id, also after a restart
    if (asked.addressed === 'ADDRESSED_OTHER' || meeting.asked.has(key)) return;
    meeting.asked.add(key);
    if (meeting.policy === 'FLOOR_POLICY_SCRIBE') {
      act({ stay_silent: { turn_id: asked.turn_id, turn_revision: asked.revision, reason: 'a scribe' } });
      return;
    }
    const before = meeting.voidUpTo.get(asked.turn_id) ?? 0;
    meeting.voidUpTo.set(asked.turn_id, Math.max(before, asked.revision - 1));
    answer(asked, key);
  }

  async function answer(asked, replyId) {
    let index = 0;
    for (const delta of think(asked.text)) {
      await new Promise(setImmediate); // a model would be awaited here
      const isVoid = (meeting.voidUpTo.get(asked.turn_id) ?? 0) >= asked.revision;
      if (closing || isVoid || meeting.stopped.has(replyId)) return;
      act({ say: {
        reply_id: replyId, turn_id: asked.turn_id, turn_revision: asked.revision, text: delta, index: index++,
      } });
    }
    act({ end_reply: { reply_id: replyId, deltas: index } });
  }

  call.on('data', (event) => {
    if (event.event === 'hello') { hello(event); return; }
    if (!meeting || event.seq <= meeting.lastEventSeq) return; // seen before
    meeting.lastEventSeq = event.seq;
    switch (event.event) {
      case 'meeting_opened': meeting.policy = event.meeting_opened.policy; break;
      case 'turn_speculated': turn(event.turn_speculated.turn); break;
      case 'turn_committed': turn(event.turn_committed.turn); break;
      case 'turn_aborted': meeting.voidUpTo.set(event.turn_aborted.turn_id, event.turn_aborted.revision); break;
      case 'interrupted': meeting.stopped.add(event.interrupted.reply_id); break;
      case 'closing': closing = true; break;
      default: break; // everything else, known or not, is skipped
    }
  });
  call.on('end', () => call.end());
  call.on('error', () => {});
}

/** Replace this with something clever. */
function* think(text) {
  yield 'You said: ';
  yield text.replace(/\s+/g, ' ').trim().slice(0, 200) || 'nothing at all';
  yield '.';
}

const option = process.argv.indexOf('--port');
const server = new grpc.Server();
server.addService(Brain.service, { Attend: attend });
server.bindAsync(`127.0.0.1:${option < 0 ? 9090 : process.argv[option + 1]}`,
  grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(`listening ${port}`);
  });
