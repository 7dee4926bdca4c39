/** Jest with swc, as ES modules. `npm test` passes the flag that Node needs for that. */
export default {
  rootDir: '..',
  roots: ['<rootDir>/test'],
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.js',
  reporters: [
    'default',
    '<rootDir>/test/support/conformance.reporter.js',
    '<rootDir>/test/support/closing-line.reporter.js',
  ],
  maxWorkers: 2,
  testTimeout: 20_000,
};
