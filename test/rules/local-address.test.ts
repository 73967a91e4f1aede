import { describe, expect, test } from "vitest";
import { findLocalAddresses, localKind } from "../../src/rules/local-address.ts";

const found = (text: string) => findLocalAddresses(text).map(({ start, end }) => text.slice(start, end));

describe("a host is local in whatever spelling", () => {
  test.each([
    ...["localhost", "LOCALHOST", "localhost.", "a.localhost", "127.0.0.1", "127.255.255.254", "127.1", "127.0.1"],
    ...[
      "2130706433",
      "0x7f000001",
      "0x7f.1",
      "0177.0.0.1",
      "017700000001",
      "%31%32%37.0.0.1",
      "１２７.0.0.1",
      "127。0。0。1",
    ],
    ...["::1", "[::1]", "0:0:0:0:0:0:0:1", "[::ffff:127.0.0.1]", "::ffff:7f00:1", "[::1%25lo]"],
  ])("%s is loopback", (host) => expect(localKind(host)).toBe("loopback"));

  test.each([
    "169.254.0.1",
    "169.254.169.254",
    "2852039166",
    "fe80::1",
    "[fe80::1%eth0]",
    "febf::1",
    "::ffff:169.254.1.1",
  ])("%s is link-local", (host) => expect(localKind(host)).toBe("link-local"));

  test.each(["0.0.0.0", "0", "0x0", "::", "[::]", "0:0:0:0:0:0:0:0"])("%s is unspecified", (host) => {
    expect(localKind(host)).toBe("unspecified");
  });

  test.each([
    ...[
      "",
      "example.com",
      "localhost.example.com",
      "notlocalhost",
      "126.0.0.1",
      "128.0.0.1",
      "10.0.0.1",
      "192.168.0.1",
    ],
    ...["169.253.0.1", "0.0.0.1", "::2", "fec0::1", "fe7f::1", "2001:db8::1", "256.0.0.1", "127.0.0.1.2", "a b", "["],
    "x".repeat(10_000),
  ])("%s is not", (host) => expect(localKind(host)).toBeUndefined());
});

describe("in a text, local addresses are found", () => {
  test.each([
    ["http://127.1:8080/x", ["127.1"]],
    ["http://user:word@0x7f000001", ["0x7f000001"]],
    ["HTTPS://LOCALHOST/x", ["LOCALHOST"]],
    ["ws://[::1]:80, and ftp://0/", ["[::1]", "0"]],
    ["go to 127.0.0.1, then localhost.", ["127.0.0.1", "localhost"]],
    ["/proxy/127.0.0.1:8000/api.localhost/", ["127.0.0.1", "api.localhost"]],
    ["?next=http%3A%2F%2F127.0.0.1%3A80%2Flocalhost", ["127.0.0.1", "localhost"]],
    ["[fe80::1%eth0]:22 fe80::abcd ::1", ["[fe80::1%eth0]", "fe80::abcd", "::1"]],
    [" :: ", [" :: "]],
    ["bind 0.0.0.0:80 or 169.254.169.254", ["0.0.0.0", "169.254.169.254"]],
    ["127.0.0.0/8", ["127.0.0.0"]],
  ])("%s", (text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    ...[
      "http://localhost.example.com/",
      "https://example.com/localhosts",
      "localhost-backup",
      "my-localhost",
      "localhosted",
    ],
    ...["1.127.0.0.1", "127.0.0.1.nip.io", "v127.0.0.1", "127.0.0", "127.1", "2130706433", "0.0.0.0/0", "::/0"],
    ...["std::vector", "a::1", "12::15", "feb2:10:30", "fe80", "[1:2]", "10:00::1x", "http://", "://", ""],
  ])("and none in %j", (text) => expect(found(text)).toEqual([]));
});
