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
  },
];
