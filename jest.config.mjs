/** One configuration for the four layers; scripts/test.ts chooses the folder. */
export default {
  testEnvironment: 'node',
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/test/{unit,bundle,workflows,conformance}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Workspace packages are symlinks to TypeScript sources; everything else in node_modules runs as published.
  transformIgnorePatterns: ['/node_modules/(?!@sallyport/)'],
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
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/'],
  testTimeout: 30_000,
};
