import { Type } from '@sinclair/typebox';
import { date, nullable, sid, url } from '../schemas';

export const executionsPath = Type.Object({ FlowSid: Type.String({ description: 'SID of the flow.' }) });

const ExecutionSid = Type.String({ description: 'SID of the execution.' });

export const executionPath = Type.Object({ ...executionsPath.properties, Sid: ExecutionSid });

/** Of what is below an execution. */
export const partsPath = Type.Object({ ...executionsPath.properties, ExecutionSid });

export const stepPath = Type.Object({
  ...partsPath.properties,
  StepSid: Type.String({ description: 'SID of the step.' }),
});

export const ExecutionStatus = Type.Unsafe<'active' | 'ended'>({ type: 'string', enum: ['active', 'ended'] });

const context = Type.Any({ description: 'Empty here: the resource Context has it.' });

/** https://www.twilio.com/docs/studio/rest-api/v2/execution#execution-properties */
export const Execution = Type.Object({
  sid: sid('FN'),
  account_sid: sid('AC'),
  flow_sid: sid('FW'),
  contact_channel_address: Type.String(),
  contact_sid: sid('FC'),
  flow_version: Type.Integer({ description: 'The revision that it was started with, and keeps.' }),
  context,
  status: ExecutionStatus,
  initiated_by: nullable(Type.String()),
  date_created: date,
  date_updated: date,
  url,
  links: Type.Object({ steps: url, execution_context: url }),
});

/** https://www.twilio.com/docs/studio/rest-api/v2/execution-context#executioncontext-properties */
export const ExecutionContext = Type.Object({
  account_sid: sid('AC'),
  context: Type.Any(),
  flow_sid: sid('FW'),
  execution_sid: sid('FN'),
  url,
});

/** https://www.twilio.com/docs/studio/rest-api/v2/step#step-properties */
export const Step = Type.Object({
  sid: sid('FT'),
  account_sid: sid('AC'),
  flow_sid: sid('FW'),
  execution_sid: sid('FN'),
  parent_step_sid: nullable(sid('FT')),
  name: Type.String({ description: 'The event by which the widget was left.' }),
  context,
  transitioned_from: Type.String({ description: 'The widget.' }),
  transitioned_to: Type.String({ description: 'The widget that comes next, or Ended.' }),
  type: Type.String({ description: "The widget's type." }),
  date_created: date,
  date_updated: Type.Null(),
  url,
  links: Type.Object({ step_context: url }),
});

/** https://www.twilio.com/docs/studio/rest-api/v2/step-context#stepcontext-properties */
export const StepContext = Type.Object({ ...ExecutionContext.properties, step_sid: sid('FT') });
