import { schemeOf } from '../scheme';

describe('the scheme of a page', () => {
  it.each([
    ['color: rgb(24, 24, 24)', 'light'],
    ['color: rgb(238, 241, 244)', 'dark'],
    ['color: rgba(0, 0, 0, 0.8)', 'light'],
    ['', 'light'],
  ])('of text in "%s" is %s', (style, scheme) => {
    const element = document.createElement('div');
    element.style.cssText = style;
    document.body.append(element);
    expect(schemeOf(element)).toBe(scheme);
    element.remove();
  });
});
