import { type Static, Type } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import { notFound } from '../api-error';
import { pathOf } from '../app';
import { iso } from '../dates';
import { envelopeV1 } from '../listing';
import { taskResource } from '../task-resource';
import type { Tasks } from '../tasks';

const BASE = 'https://taskrouter.twilio.com';

const NewTask = Type.Object({
  WorkflowSid: Type.String({ default: '' }),
  TaskChannel: Type.String({ default: 'default' }),
  Attributes: Type.String({ default: '{}' }),
  Priority: Type.Integer({ default: 0, minimum: 0 }),
  Timeout: Type.Integer({ default: 86_400, minimum: 1, maximum: 1_209_600 }),
});

const List = Type.Object({ EvaluateTaskAttributes: Type.Optional(Type.String()) });

interface InWorkspace {
  Params: { workspace: string };
}

interface One {
  Params: { workspace: string; sid: string };
}

/** https://www.twilio.com/docs/taskrouter/api: one workspace, which has all workflows and tasks. */
export function taskRouter(desk: Tasks, accountSid: string): FastifyPluginCallback {
  const started = iso(new Date());
  const { workspaceSid } = desk;
  return (app, _options, done) => {
    app.get('/Workspaces', request => {
      const workspace = {
        sid: workspaceSid,
        account_sid: accountSid,
        friendly_name: 'Phone',
        date_created: started,
        date_updated: started,
        url: `${BASE}/v1/Workspaces/${workspaceSid}`,
      };
      return envelopeV1(request, 'workspaces', [workspace], BASE);
    });

    app.addHook<InWorkspace>('preHandler', (request, _reply, next) => {
      const { workspace = workspaceSid } = request.params as Partial<InWorkspace['Params']>;
      next(workspace === workspaceSid ? undefined : notFound(pathOf(request)));
    });

    app.get<One>('/Workspaces/:workspace/Workflows/:sid', request => {
      const { sid } = request.params;
      if (!desk.knowsWorkflow(sid)) throw notFound(pathOf(request));
      return {
        sid,
        account_sid: accountSid,
        workspace_sid: workspaceSid,
        friendly_name: sid,
        configuration: '{}',
        date_created: started,
        date_updated: started,
        url: `${BASE}/v1/Workspaces/${workspaceSid}/Workflows/${sid}`,
      };
    });

    app.post<InWorkspace & { Body: Static<typeof NewTask> }>(
      '/Workspaces/:workspace/Tasks',
      { schema: { body: NewTask } },
      (request, reply) => {
        const { WorkflowSid, TaskChannel, Attributes, Priority, Timeout } = request.body;
        const task = desk.create({
          workflowSid: WorkflowSid,
          taskChannel: TaskChannel,
          attributes: Attributes,
          priority: Priority,
          timeout: Timeout,
        });
        return reply.status(201).send(taskResource(task, workspaceSid, accountSid));
      },
    );

    app.get<InWorkspace & { Querystring: Static<typeof List> }>(
      '/Workspaces/:workspace/Tasks',
      { schema: { querystring: List } },
      request => {
        const found = desk
          .matching(request.query.EvaluateTaskAttributes)
          .map(task => taskResource(task, workspaceSid, accountSid));
        return envelopeV1(request, 'tasks', found, BASE);
      },
    );

    app.get<One>('/Workspaces/:workspace/Tasks/:sid', request => {
      const task = desk.tasks.find(({ sid }) => sid === request.params.sid);
      if (!task) throw notFound(pathOf(request));
      return taskResource(task, workspaceSid, accountSid);
    });
    done();
  };
}
