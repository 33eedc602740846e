import { createTimeSkipping, describeWithTimeSkipping } from '../setup/time-skipping';
import { beyondReach } from './corpus/branches';
import { expectEveryBranch } from './corpus/every-branch';
import { exportedFlows, startsBy } from './corpus/exported';
import { ownFlows } from './corpus/own-flows';
import { Stage } from './corpus/stage';
import type { Trigger } from './corpus/start';

const beginnings: [Trigger, string][] = [
  ['incomingMessage', 'a message'],
  ['incomingConversationMessage', 'a message in a conversation'],
  ['incomingRequest', 'a REST request'],
];

const started = [...exportedFlows, ...ownFlows].flatMap(exported =>
  beginnings
    .filter(([trigger]) => startsBy(trigger, exported))
    .map(([trigger, beginning]) => {
      const start = { trigger, skipsTime: true };
      const beyond = beyondReach(exported.flow, start);
      return { ...exported, start, beginning, beyond: beyond && `; it does not come to ${beyond}` };
    }),
);

describeWithTimeSkipping('flows as people export them, where nobody calls', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set(started, await createTimeSkipping());
  });
  afterAll(() => stage.close());

  it.each(started)(
    '$name, by $beginning, along every branch$beyond',
    exported => expectEveryBranch(stage, exported, exported.start),
    120_000,
  );
});
