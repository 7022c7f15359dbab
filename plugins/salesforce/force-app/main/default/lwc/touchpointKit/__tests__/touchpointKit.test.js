const KIT = { version: '0.1.0' };

describe('c/touchpointKit', () => {
  let loadKit;
  let loadScript;

  beforeEach(() => {
    jest.resetModules();
    delete globalThis.TouchpointKit;
    ({ loadScript } = require('lightning/platformResourceLoader'));
    ({ loadKit } = require('c/touchpointKit'));
    loadScript.mockReset();
    loadScript.mockImplementation(async () => {
      globalThis.TouchpointKit = KIT;
    });
  });

  it('loads the static resource once, for whatever asks', async () => {
    const first = {};
    expect(await Promise.all([loadKit(first), loadKit({})])).toEqual([KIT, KIT]);
    expect(await loadKit({})).toBe(KIT);
    expect(loadScript.mock.calls).toEqual([[first, expect.stringContaining('TouchpointKit')]]);
  });

  it('says that it could not be loaded, and tries again when asked again', async () => {
    loadScript.mockRejectedValueOnce(new Error('404'));
    await expect(loadKit({})).rejects.toMatchObject({ code: 'kit-failed', cause: new Error('404') });
    expect(await loadKit({})).toBe(KIT);
    expect(loadScript).toHaveBeenCalledTimes(2);
  });

  it('says so of a script that left nothing behind', async () => {
    loadScript.mockImplementation(async () => {});
    await expect(loadKit({})).rejects.toMatchObject({ code: 'kit-failed' });
  });
});
