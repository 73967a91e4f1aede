import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{byFile,place}from"./chunk-PJ4HB5RJ.mjs";import"./chunk-KWAFDT4D.mjs";import"./chunk-VU72AMH5.mjs";var renderJunit=(diagnostics,options)=>{let found=byFile(diagnostics),suites=options.files.map(file=>suite(file,found.get(file)??[],options)).join(""),failures=diagnostics.filter(({severity})=>severity==="error").length;return`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="actdef" tests="${options.files.reduce((sum,file)=>sum+Math.max(found.get(file)?.length??0,1),0)}" failures="${failures}" errors="0">
${suites}</testsuites>
`};function suite(file,own,options){let path=escapeXml(options.showPath(file)),failures=own.filter(({severity})=>severity==="error").length,cases=own.length===0?[`    <testcase classname="${path}" name="no problems"/>
`]:own.map(it=>testCase(it,path,options));return`  <testsuite name="${path}" tests="${cases.length}" failures="${failures}" errors="0">
${cases.join("")}  </testsuite>
`}function testCase(it,path,options){let message=escapeXml(it.message),text=escapeXml([place(it,options),it.message,...it.help?[`help: ${it.help}`]:[]].join(`
`)),body=it.severity==="error"?`<failure type="${escapeXml(it.code)}" message="${message}">${text}</failure>`:`<system-out>${text}</system-out>`,name=escapeXml(`${it.code} at ${place(it,options).split(":").slice(-2).join(":")}`);return`    <testcase classname="${path}" name="${name}">${body}</testcase>
`}function escapeXml(text){return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,"\uFFFD").replaceAll("&","&amp;").replaceAll("<","&lt;").replaceAll(">","&gt;").replaceAll('"',"&quot;")}export{renderJunit};
