import lwc from '@salesforce/eslint-config-lwc';
import jest from 'eslint-plugin-jest';
import globals from 'globals';

export default [
  { ignores: ['**/staticresources/**'] },
  ...lwc.configs.recommended,
  {
    files: ['force-app/**/__tests__/**/*.js'],
    ...jest.configs['flat/recommended'],
    languageOptions: { globals: { ...globals.node, ...globals.jest } },
    rules: {
      ...jest.configs['flat/recommended'].rules,
      // What all components do alike stands in one file that each of their tests calls.
      'jest/no-export': 'off',
      'no-await-in-loop': 'off',
    },
  },
];
