import { safeNames } from '../../../../src/adapters/desk/dossier/file-names';

const nameOf = (name: string | null): string => safeNames([name])[0] ?? '';

describe('the name of a file in a ZIP', () => {
  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Users\\anna\\lamp.jpg', 'C_Users_anna_lamp.jpg'],
    ['..', 'file'],
    ['', 'file'],
    [null, 'file'],
    ['/////', 'file'],
    ['con.txt', 'con_.txt'],
    ['LPT1', 'LPT1_'],
    ['name\u0000\u202Egpj.exe', 'name_gpj.exe'],
    ['a\nb\tc.txt', 'a_b_c.txt'],
    ['dot. ', 'dot'],
    ['.hidden', 'file.hidden'],
    ['Ääkköset ja İstanbul 漢字 🔧.png', 'Ääkköset ja İstanbul 漢字 🔧.png'],
    ['a?b*c<d>e|f".txt', 'a_b_c_d_e_f_.txt'],
  ])('of %j is %s', (given, made) => {
    expect(nameOf(given)).toBe(made);
  });

  it('is never longer than file systems take, keeps its ending, and cuts at whole signs', () => {
    const long = nameOf(`${'👩‍🔧'.repeat(80)}.jpeg`);
    expect([Buffer.byteLength(long) <= 120, long.endsWith('👩‍🔧.jpeg')]).toEqual([true, true]);
    expect(Buffer.byteLength(nameOf('x'.repeat(4_000)))).toBe(120);
  });

  it('is another one for every file, however alike they are spelled', () => {
    const made = safeNames(['a.txt', 'A.TXT', 'a.txt', 'ａ.txt', 'a (2).txt']);
    expect(new Set(made.map((name) => name.normalize('NFKC').toLowerCase())).size).toBe(5);
    expect(made[2]).toBe('a (3).txt');
    expect(safeNames(Array.from({ length: 100 }, () => 'same.png'))[99]).toBe('same (100).png');
  });
});
