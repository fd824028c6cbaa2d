import { parseBits } from "./bits.ts";
import { EPOCH_BLOCKS, makeNetworkHistory } from "./history.ts";
import type { Epoch, NetworkHistory } from "./types.ts";

/**
 * Every epoch from the genesis block to the one that began 2026-04-17, in order of height, 2016 blocks apart.
 *
 * Each is `<seconds since the epoch before>:<bits>`, the seconds in base 36, the bits in hexadecimal; the first counts from
 * 1970. Sources: bitcoinj's checkpoints (whole headers, to height 878976), a full node's dump of header times (2021-01-02 to
 * 2026-04-22, the only source of times from height 880992 on), and Electrum's checkpoints (targets). Where they overlap they
 * agree; every bits of epochs 330 to 469 follows from the header times by the retarget rule.
 */
const EPOCHS = `
kcwqp5:1d00ffff 1837m:1d00ffff u2ar:1d00ffff w5nn:1d00ffff x20x:1d00ffff x5f9:1d00ffff x32r:1d00ffff w4vz:1d00ffff
z4ec:1d00ffff 1dm6g:1d00ffff 1g2vn:1d00ffff 24w4a:1d00ffff 1f42i:1d00ffff 1imq0:1d00ffff 1ehpz:1d00ffff 11yw6:1d00ffff
lxl3:1d00d86a ni6l:1d00c428 p6ga:1d00be71 j6ir:1d008cc3 ioo9:1c654657 hcg5:1c43b3e5 lnbt:1c387f6f pquf:1c381375
jglm:1c2a1115 k6i0:1c20bca7 hopu:1c16546f n510:1c13ec53 s4e3:1c159c24 ihwl:1c0f675c ot0a:1c0eba64 n85o:1c0d3142
leui:1c0ae493 dfmd:1c05a3f4 67eu:1c0168fd jb1n:1c010c5a hzel:1c00ba18 hut0:1c00800e laro:1b692098 mo9q:1b5bede6
k4yu:1b4766ed i1ql:1b31b2a3 otd1:1b2f8e9d gmzm:1b1e7eca i1bw:1b153263 hpj5:1b0e7256 h5d6:1b098b2a m24x:1b081cd2
h3u7:1b055953 lxjd:1b04864c n1g8:1b0404cb mxqk:1b038dee lqvg:1b02fa29 lylx:1b028552 ijpk:1b01cc26 h14g:1b012dcd
ixsb:1b00dc31 sn72:1b00f339 lpyc:1b00cbbd n4e3:1b00b5ac lu9o:1b0098fa i34o:1a6a93b3 gq6z:1a44b9f2 ejxx:1a269421
jvvx:1a1d932f grwt:1a132185 gi91:1a0c2a12 mwjz:1a0abbcf nzaz:1a09ec04 n7ka:1a08e1e5 r4jz:1a094a86 qcm9:1a096fe3
q985:1a098ea5 qy58:1a09ee5d tuvv:1a0b6d4b vms3:1a0df0ca q6b8:1a0e119a scka:1a0f61b1 ohl3:1a0e8668 pule:1a0e76ba
o1vf:1a0d69d7 ot00:1a0cd43f ol2p:1a0c290b pzpy:1a0c309c nue9:1a0b350c pwlu:1a0b3287 nvt5:1a0a507e qq6e:1a0aa1e3
r4lt:1a0b1ef7 mkgf:1a09ae02 s8r8:1a0a8b5f q2nk:1a0a98d6 ns1r:1a09b78a pkfh:1a099431 oc0t:1a08fd2e nssr:1a083cc9
o49q:1a07a85e na88:1a06dfbe nhjy:1a063a38 odxy:1a05db8b oaup:1a057e08 pr38:1a0575ef o6e3:1a0513c5 pfvz:1a04faeb
pedv:1a04e0ea qggg:1a04fa62 tbnj:1a05a16b nt66:1a0529b1 se9h:1a05a6b1 ni6r:1a051f3c n9fw:1a04985c lobi:1a03d74b
nd6u:1a0375fa isan:1a02816e mnr6:1a022fbe m67v:1a01de94 n41t:1a01aa3d ncs4:1a017fe9 nv9z:1a016164 k7ak:1a011337
kxcg:1a00de15 nii7:1a00c94e l552:1a00a429 lq5c:1a008968 lobc:1972dbf2 j30n:19548732 k239:19415257 jm4l:1931679c
k0ik:19262222 jmpm:191cdc20 kevq:1916b0ca ibwk:19100ab6 hr9g:190afc85 jv5v:190867f3 lts8:19070bfb mcwd:19061242
k6vq:1904ba6e jzgq:1903a30c ll5y:1903071f kjw6:19026666 l5i2:1901f52c lqnu:1901a36e lpxj:19015f53 la0a:19012026
na3n:190102b1 m0ho:1900db99 l8dy:1900b3aa mqsw:19009d8c mmg9:1900896c nfgw:187c3053 lygn:18692842 n2fn:185d859a
mn1b:1851aba2 kr4k:18415fd1 p7o2:183f6be6 nzku:183aaea2 oml8:1837ba62 lgou:182e1c58 mjg2:182815ee ntts:1824dbe9
mbds:181fb893 po7u:181f6973 p8l3:181e8dc0 nk6e:181bc330 pil9:181b4861 q49h:181b7b74 qb07:181bdd7c p6as:181b0dca
nz11:1819012f rmi1:181aa3c0 o2vh:1818bb87 opai:18178d3a pj5o:18172ec0 qbpy:181788f2 ohw6:18163c71 qxkh:181717f0
px7f:181713dd pbc4:181686f5 qldc:18171a8b otyq:18162043 q3ez:1816418e p3kw:181586c8 pc1b:18150815 pqf9:1814dd04
p751:181443c4 oplo:18134dc1 owix:181287ba pb96:18121472 pwdl:18120f14 pdjn:1811a954 oipe:1810b289 nhi2:180f1e76
nu66:180de64f lym5:180bc409 nchl:180a9591 nrew:1809b31b oidr:180928f0 llhb:1807a114 mv80:1806b99f qri4:1806f0a8
otls:1806a4c3 pq8n:180696f4 o7t6:1806274b pxgp:18062776 nulw:1805a8fa p9n8:18058436 qd1c:18059ba0 o9xo:18053fd6
pgj3:180526fd pxn5:18052669 rfeo:18057228 o328:18050edc pjzn:1804fb08 pceu:1804de5e o9z0:18048ed4 o74z:180440c4
qh7s:180455d2 pttc:18045174 nfo5:1803e6d4 phez:1803d589 nz27:18038b85 pbom:180375ff ogjx:18034379 m8k0:1802cc47
o4sl:18029ab9 oufd:18027e93 osvw:180262df p48h:18024fb1 op0t:1802335a ovei:18021c73 pvhn:18021b3e o6en:1801f6a7
od9s:1801d854 mror:18019eaf oqwy:18018b7e q1fc:18018d30 mu5d:18015ddc o92c:18014735 o6yw:180130e0 qyen:18013ce9
oyeq:1801310b loxd:1800ff18 pgi6:1800fa73 ocq4:1800eb30 lcvg:1800c1bd rnf9:1800ce4b qa9p:1800d0f6 lya5:1800b0ed
m15b:18009645 p5le:180091c1 mh3c:177e578c m6vm:176c2146 nhcz:1761e9f8 os9g:175d97dc nrkj:175589a3 omzo:17514a49
pkmr:17502ab7 npu7:1749500d org9:1745fb53 p6y2:1743eca9 oyge:17415a49 mlrd:1738f841 p8gf:17376f56 ojyo:17347a28
qvfg:17365a17 mkfu:172f4f7b o6fs:172c0da7 omjw:1729d72d ovk8:172819a1 pgpo:17275a1f ow07:1725c191 qwwp:17272fbd
py3h:17272d92 s078:172a4e2f ukdg:1731d97c so3h:17371ef4 nlf0:173218a5 ornl:172fd633 q95j:17306835 ovks:172e6f88
pw55:172e5b50 pxui:172e6117 onyd:172c1f6c pvfe:172c071d q3dx:172c4e11 ol2x:1729ff38 pxaz:1729fb45 nbf4:1725bb76
q3um:1725fd03 o80s:1723792c mpii:171f0d9b q33h:171f3a08 nf1r:171c3039 pgjy:171ba3d1 oinj:171a213e nhwi:1717abf5
o6oq:17160f24 pfja:1715a35c onom:17148edf rwzj:171620d1 pfns:1715b23e q5d9:1715dbd2 psgc:1715bcd0 ocqe:171465f2
o7oa:17130c78 orqe:171232ff pszx:17121ad4 q0yi:17122cbc o9wz:17110119 uuhh:17143b41 ojfw:171320bc nxmu:1711a333
pozx:17117a39 rmin:171297f6 skvw:17147f35 mk1r:1711d4f2 pym6:1711d519 nnhn:17103a15 qp6o:1710b4f8 ps4v:17109bac
p1ko:171007ea q93x:17103a12 nb7h:170e92aa pygj:170e95de p210:170e134e uw8u:1710c433 oqgd:170ffedd ntea:170eb156
qmgy:170f1372 q0xh:170f2217 nep1:170da8a1 pnpw:170d8457 p6uu:170d21b9 pl39:170cf4e3 q9qg:170d1f8c pfnt:170cdf6f
oj0s:170c2a48 pfti:170bef93 torj:170da863 lc58:170b3ce9 uw0v:170d5f7b rdkz:170e1ef9 zzoq:171398ce r8gz:17149624
ogp9:17136aa2 o6al:1712180b mwf5:170ffaa0 otyh:170f48e4 p5qf:170ed0eb orp7:170e2632 poke:170e0408 o1fx:170cfecf
osel:170c69ea qbwh:170c9a13 o1bd:170ba21f puny:170b98ab ptqi:170b8c8b nptl:170a9080 pvrj:170a8bb4 oqrm:170a1078
qbjo:170a3773 q0yh:170a40c0 owjl:1709d897 q9dm:1709f8d9 oky8:17097275 opuj:170901ba r40b:17096a20 pmfb:17094b6a
qk1t:170984cc qbfh:1709a7af rays:170a2a04 piip:1709fd7e pse2:1709ed88 nqay:17091620 p28b:1708c894 qi1s:1708f9ae
mub4:1707e772 p2gh:1707a429 pz8o:1707a812 ptpc:17079e15 rz8a:17083830 p41r:1707f590 qxo6:1708417e nipo:17077ce2
orm3:17072720 q22a:17073039 nl4x:170689a3 pmva:17067681 o3zk:1706023e penp:1705e0b2 phse:1705c739 qcmy:1705dd01
p4lz:1705ae3a p3bl:17057e69 pe9r:1705606d qsut:17058ebe ocwg:17053894 qppc:17056102 pwnl:17055f5b og1f:17050f7b
qmtv:170532ae ol63:1704ed7f pu63:1704e90f ockt:17049ca9 pc2e:17048194 p1fy:17045a12 oohu:17042450 q7kx:17042e95
o8jo:1703e8b3 pidw:1703d869 qzt3:1704005a o5vv:1703ba5d nzvk:170371b1 qpab:17038c12 oiiw:17035a59 q6q6:170362d3
oyg6:17034219 pfh7:170331db rh9y:1703629a pkb0:170355f0 q4zx:17035cb8 pyim:17035d25 raxg:17038a6d p50v:17036e3a
ngmc:17031abe r2cd:17033d76 p72a:1703255b p2i2:1703098c r6g7:17032f14 oxib:17030ecd oy2m:1702f128 oeuj:1702c4e4
psfg:1702c070 pj2c:1702b563 ouf6:170297fa pn8v:1702905c ps2e:17028c61 qhr2:17029a8a ojt2:17027726 qrq7:17028bb1
pksk:17028281 pk88:1702796c o9tw:17025105 pkin:170248b6 qu1o:17025ced pdyv:17025049 oufa:17023774 q27e:17023a04
s20w:17026816 o0s6:17023aa6 pnsj:1702349e pl51:17022cb3 px3g:17022b91 oqzc:170211ac osbu:1701fa38 oh09:1701ddb4
qpi9:1701eb21 oe77:1701cdfb qka1:1701d936 qg56:1701e2a0 q4bi:1701e63a pxco:1701e605 q99d:1701ebf2 qt2r:1701fca1
t76b:17023c7e mlse:1701f303 ptd0:1701f0cc s4ak:17021a91 oyt9:17020684 qksx:17021369
`;

/**
 * The Bitcoin network from its genesis block to 2026-04-22T21:50:00Z, exact to the header.
 *
 * Halvings: header times of the blocks 210000, 420000, 630000 and 840000.
 */
export const networkHistory: NetworkHistory = makeNetworkHistory({
  epochs: readEpochs(EPOCHS),
  halvings: [
    { height: 210_000, startsAt: 1_354_116_278 }, // 2012-11-28T15:24:38Z
    { height: 420_000, startsAt: 1_468_082_773 }, // 2016-07-09T16:46:13Z
    { height: 630_000, startsAt: 1_589_225_023 }, // 2020-05-11T19:23:43Z
    { height: 840_000, startsAt: 1_713_571_767 }, // 2024-04-20T00:09:27Z
  ],
  // The last block of the header dump, height 946236.
  knownUntil: 1_776_894_600, // 2026-04-22T21:50:00Z
});

function readEpochs(text: string): Epoch[] {
  let startsAt = 0;
  return text
    .trim()
    .split(/\s+/)
    .map((entry, index) => {
      const [seconds = "", bits = ""] = entry.split(":");
      startsAt += Number.parseInt(seconds, 36);
      return { height: index * EPOCH_BLOCKS, startsAt, bits: parseBits(bits) };
    });
}
