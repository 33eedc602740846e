export const names = { floor: 'floor', answer: 'answer' } as const;

/** Task queue of the floor's worker. */
export const FLOOR_QUEUE = 'bench-floor';
