import { expect, it } from 'vitest';
import { safeAddress } from '../../../widgets/heatmap/safe-address.js';

it.each([
  'https://a.example/p.png',
  'p.png',
  '/shots/p.png?v=2',
  'blob:https://a.example/1',
  'data:image/png;base64,AA',
])('lets a picture come from %s', (address) => expect(safeAddress(address)).toBe(address));

it.each([
  'javascript:alert(1)',
  ' java\nscript:alert(1)',
  'JAVASCRIPT:x',
  'data:text/html,x',
  'file:///etc/x',
  '',
  '  ',
  null,
])('refuses %j', (address) => expect(safeAddress(address)).toBeNull());
