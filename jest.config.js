/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  runtime: '<rootDir>/test/support/shared-packages.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '\\.(ts|js|mjs)$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // Node loads these ES-module packages with require; jest on Node 20 can't.
  transformIgnorePatterns: ['/node_modules/(?!(jose|age-encryption|@noble|@scure|fast-check|pure-rand)/)'],
  testTimeout: 60_000,
  // One more than the two cores that a run is promised: many suites wait for processes, and for time to pass.
  maxWorkers: 3,
  // Servers and workers under test end by themselves; one that doesn't is a defect to be seen.
  forceExit: false,
}
