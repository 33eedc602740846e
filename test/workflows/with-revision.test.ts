import type { SavedRevision } from '../../workflows/flow-contract';
import { withRevision } from '../../workflows/with-revision';

const saved = (revision: number, more: Partial<SavedRevision> = {}): SavedRevision => ({
  accountSid: 'AC1',
  friendlyName: 'Reception',
  revision,
  digest: `${revision}`,
  published: true,
  allowConcurrentCalls: true,
  date: `2026-01-0${revision}T00:00:00.000Z`,
  ...more,
});

describe('a flow whose callers may have another number of calls than before', () => {
  const first = withRevision(undefined, saved(1));

  it('says since when', () => {
    const second = withRevision(first, saved(2, { allowConcurrentCalls: false }));
    expect([first.callsChanged, second.callsChanged]).toEqual([undefined, '2026-01-02T00:00:00.000Z']);
    expect(withRevision(second, saved(3, { allowConcurrentCalls: false })).callsChanged).toBe(
      second.callsChanged,
    );
  });

  it('says so of a draft, which test users run, and when that is published', () => {
    const draft = withRevision(first, saved(2, { allowConcurrentCalls: false, published: false }));
    expect(draft.callsChanged).toBe('2026-01-02T00:00:00.000Z');
    expect(withRevision(draft, saved(3, { allowConcurrentCalls: false })).callsChanged).toBe(
      '2026-01-03T00:00:00.000Z',
    );
  });
});
