import { eventNames, defaultStages, defaultSteps, mapping } from 'c/touchpointMapping';
import { inLanguage } from './labels';

const names = (language) => inLanguage(language, () => require('../names'));
const eventsOf = ({ fields }) => fields.event.rules.map(({ name }) => name);

describe('names of touchpoints', () => {
  it('are the mapping’s own in English, with a capital', () => {
    const { inUserLanguage, stagesText, stepsText } = names('en');
    const capital = (name) => name[0].toUpperCase() + name.slice(1);
    expect(eventsOf(inUserLanguage(mapping))).toEqual(eventsOf(mapping).map(capital));
    expect(stepsText(defaultSteps, mapping)).toBe(defaultSteps.map(capital).join(', '));
    expect(stagesText(defaultStages, mapping).toLowerCase()).toBe(defaultStages.toLowerCase());
  });

  it('are all Chinese in Chinese, each event under a name of its own', () => {
    const { inUserLanguage, stepsText } = names('zh');
    const shown = inUserLanguage(mapping);
    expect(eventsOf(shown)).toHaveLength(eventsOf(mapping).length);
    const { rules, otherwise } = shown.fields.channel;
    for (const name of [...eventsOf(shown), ...rules.map((rule) => rule.name), otherwise]) {
      expect(name).toMatch(/^\p{Script=Han}+$/u);
    }
    const byEvent = new Map(eventsOf(mapping).map((event, k) => [event, eventsOf(shown)[k]]));
    expect([...byEvent.keys()].sort()).toEqual([...eventNames].sort());
    expect(new Set(byEvent.values()).size).toBe(eventNames.length);
    // Names go into texts between these marks.
    for (const name of byEvent.values()) expect(name).not.toMatch(/[,;:"，；：]/);
    expect(stepsText(['lead created', 'opportunity won'], mapping)).toBe('创建潜在客户, 业务机会赢单');
  });

  it('leave everything else of the mapping as it is', () => {
    const { inUserLanguage } = names('zh');
    const shown = inUserLanguage(mapping);
    const withoutNames = ({ fields: { event, channel, ...fields }, properties, ...rest }) => ({
      ...rest,
      fields,
      conditions: [...event.rules, ...channel.rules].map(({ when }) => when),
      properties: Object.values(properties),
    });
    expect(withoutNames(shown)).toEqual(withoutNames(mapping));
    expect(Object.keys(shown.properties)).toEqual(expect.arrayContaining(['recordId', 'object', 'name', 'direction']));
  });

  it('stand in stages and steps as they stand in the data', () => {
    const { inUserLanguage, stagesText } = names('zh');
    const known = new Set(eventsOf(inUserLanguage(mapping)));
    const text = stagesText(defaultStages, mapping);
    expect(text).toMatch(/^潜在客户: 创建潜在客户, /);
    const staged = text.split(';').flatMap((part) =>
      part
        .split(':')[1]
        .split(',')
        .map((name) => name.trim()),
    );
    for (const name of staged) expect([name, known.has(name)]).toEqual([name, true]);
  });

  it('of other mappings stay as they are', () => {
    const { inUserLanguage, stagesText, stepsText } = names('zh');
    const plain = { version: 1, fields: { time: { column: 't' }, event: { column: 'email' } }, properties: 'all' };
    expect(inUserLanguage(plain)).toEqual(plain);
    expect(stepsText(['call', 'a,b'], plain)).toBe('call, "a,b"');
    expect(stagesText('Won:call', plain)).toBe('Won:call');
  });

  it('are read in both languages, in quotes too', () => {
    const { eventNamed, namesIn, stepsText } = names('zh');
    expect(namesIn(' 创建潜在客户,Opportunity Won, "Call, ""long""" ,, Demo').map(eventNamed)).toEqual([
      'lead created',
      'opportunity won',
      'Call, "long"',
      'Demo',
    ]);
    expect(namesIn(undefined)).toEqual([]);
    expect(stepsText(['Call, "long"', 'Demo'], mapping)).toBe('"Call, ""long""", Demo');
  });
});
