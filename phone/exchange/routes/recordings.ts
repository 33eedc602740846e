import { type Static, Type } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import type { CallRecording } from '../../call/recordings';
import { badRequest, notFound } from '../api-error';
import { pathOf } from '../app';
import type { Calls } from '../calls';
import { rfc2822 } from '../dates';
import { envelope2010 } from '../listing';
import { NewRecording, recordingRequest } from '../recording-form';
import { callOf } from './calls';

const Update = Type.Object({
  Status: Type.Union([Type.Literal('stopped'), Type.Literal('paused'), Type.Literal('in-progress')]),
});

interface OfCall {
  Params: { callSid: string };
}

/** https://www.twilio.com/docs/voice/api/recording: recordings of live calls. */
export function recordings(calls: Calls, accountSid: string): FastifyPluginCallback {
  const resource = (callSid: string, recording: CallRecording) =>
    recordingResource(recording, callSid, accountSid);
  return (app, _options, done) => {
    app.post<OfCall & { Body: Static<typeof NewRecording> }>(
      '/Calls/:callSid/Recordings',
      { schema: { body: NewRecording } },
      (request, reply) => {
        const call = callOf(request, calls);
        if (call.status !== 'in-progress') {
          throw badRequest(21220, 'Requested resource is not eligible for recording');
        }
        // There is one at a time (inferred from its two statuses of success).
        const current = call.recordings.find('Twilio.CURRENT');
        if (current) return resource(call.sid, current);
        const recording = call.recordings.start(recordingRequest(request.body, 'StartCallRecordingAPI'));
        return reply.status(201).send(resource(call.sid, recording));
      },
    );

    app.get<OfCall>('/Calls/:callSid/Recordings', request => {
      const call = callOf(request, calls);
      const newestFirst = call.recordings.all.map(recording => resource(call.sid, recording)).reverse();
      return envelope2010(request, 'recordings', newestFirst);
    });

    app.post<{ Params: { callSid: string; sid: string }; Body: Static<typeof Update> }>(
      '/Calls/:callSid/Recordings/:sid',
      { schema: { body: Update } },
      request => {
        const call = callOf(request, calls);
        const recording = call.recordings.find(request.params.sid);
        if (!recording) throw notFound(pathOf(request));
        const { Status } = request.body;
        call.recordings.update(recording.sid, Status === 'stopped' ? 'completed' : Status);
        // Twilio says that it was stopped, and completes it a little later.
        return { ...resource(call.sid, recording), status: Status };
      },
    );
    done();
  };
}

function recordingResource(recording: CallRecording, callSid: string, accountSid: string) {
  return {
    sid: recording.sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    call_sid: callSid,
    conference_sid: null,
    channels: recording.channels,
    source: recording.source,
    track: recording.track,
    status: recording.status,
    start_time: rfc2822(recording.startedAt),
    duration: recording.duration === undefined ? null : String(recording.duration),
    date_created: rfc2822(recording.startedAt),
    date_updated: rfc2822(recording.updatedAt),
    error_code: null,
    encryption_details: null,
    price: null,
    price_unit: null,
    uri: `/2010-04-01/Accounts/${accountSid}/Calls/${callSid}/Recordings/${recording.sid}.json`,
  };
}
