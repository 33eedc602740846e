import { beyondReach } from './corpus/branches';
import { expectEveryBranch } from './corpus/every-branch';
import { exportedFlows, startsBy } from './corpus/exported';
import { Stage } from './corpus/stage';
import type { Start } from './corpus/start';

const start: Start = { trigger: 'incomingCall', skipsTime: false };

const called = exportedFlows
  .filter(exported => startsBy(start.trigger, exported))
  .map(exported => {
    const beyond = beyondReach(exported.flow, start);
    return { ...exported, beyond: beyond && `; no call comes to ${beyond}` };
  });

describe('calls to flows as people export them', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set(called);
  });
  afterAll(() => stage.close());

  it.each(called)(
    '$name, along every branch$beyond',
    exported => expectEveryBranch(stage, exported, start),
    120_000,
  );
});
