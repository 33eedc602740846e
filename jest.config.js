const { availableParallelism } = require('node:os');

const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$|/content-disposition/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // An ES module, which Node itself can require and jest cannot.
  transformIgnorePatterns: ['/node_modules/(?!content-disposition/)'],
};

/** Tests of rooms that compute only, or reach outside by themselves. */
const alone = ['activities', 'bench', 'config', 'flow', 'phone', 'twiml', 'widgets'];
/** Tests for which there are a Temporal server and the workflow bundle: see test/setup/global-setup.ts. */
const withTemporal = ['clients', 'e2e', 'gateway', 'histories', 'resilience', 'scripts', 'workflows'];

const matching = rooms => rooms.map(room => `<rootDir>/test/${room}/**/*.test.ts`);

module.exports = {
  testTimeout: 90_000,
  // Tests wait more than they compute: one alone leaves a small machine idle.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  projects: [
    { ...shared, displayName: 'alone', testMatch: matching(alone) },
    {
      ...shared,
      displayName: 'with Temporal',
      testMatch: matching(withTemporal),
      globalSetup: '<rootDir>/test/setup/global-setup.ts',
      globalTeardown: '<rootDir>/test/setup/global-teardown.ts',
    },
  ],
};
