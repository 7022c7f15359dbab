const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

module.exports = {
  ...jestConfig,
  modulePathIgnorePatterns: ['<rootDir>/.sf', '<rootDir>/.sfdx'],
  testMatch: ['<rootDir>/force-app/**/__tests__/**/*.test.js'],
};
