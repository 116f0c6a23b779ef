// Names of PowerShell commands: those of windows-powershell-commands.data of the OWASP Core Rule Set 3.3.4 (Apache-2.0), and
// more from the module reference of PowerShell and Windows. Names are facts.

/** Commands of PowerShell, in lower case. */
export const CMDLETS: ReadonlySet<string> = new Set(
  (
    'add-bitsfile add-computer add-content add-history add-localgroupmember add-member add-mppreference add-printer ' +
    'add-pssnapin add-type add-windowsfeature checkpoint-computer clear-content clear-eventlog clear-history ' +
    'clear-item clear-itemproperty clear-recyclebin clear-variable compare-object complete-bitstransfer ' +
    'complete-transaction compress-archive connect-wsman convert-path convertfrom-csv convertfrom-json ' +
    'convertfrom-securestring convertfrom-stringdata convertto-csv convertto-html convertto-json ' +
    'convertto-securestring convertto-xml copy-item copy-itemproperty debug-process disable-computerrestore ' +
    'disable-localuser disable-netadapter disable-psbreakpoint disable-pssessionconfiguration disable-scheduledtask ' +
    'disable-windowsoptionalfeature disable-wsmancredssp disconnect-wsman enable-computerrestore enable-localuser ' +
    'enable-netadapter enable-psbreakpoint enable-psremoting enable-pssessionconfiguration enable-scheduledtask ' +
    'enable-windowsoptionalfeature enable-wsmancredssp enter-pssession exit-pssession expand-archive export-alias ' +
    'export-certificate export-clixml export-console export-counter export-csv export-formatdata export-modulemember ' +
    'export-pssession find-localadminaccess find-module find-package foreach-object format-custom format-hex ' +
    'format-list format-table format-volume format-wide get-acl get-adcomputer get-addomain get-adgroup ' +
    'get-adgroupmember get-aduser get-alias get-applockerfileinformation get-applockerpolicy ' +
    'get-authenticodesignature get-bitstransfer get-childitem get-ciminstance get-clipboard get-command ' +
    'get-computerinfo get-computerrestorepoint get-content get-counter get-credential get-culture get-disk ' +
    'get-dnsclientcache get-domainuser get-event get-eventlog get-eventsubscriber get-executionpolicy get-filehash ' +
    'get-formatdata get-gpo get-gpppassword get-history get-host get-hotfix get-installedmodule get-item ' +
    'get-itemproperty get-job get-keystrokes get-localgroup get-localgroupmember get-localuser get-location ' +
    'get-member get-module get-mpcomputerstatus get-mppreference get-netadapter get-netfirewallrule get-netipaddress ' +
    'get-netipconfiguration get-netneighbor get-netroute get-nettcpconnection get-netudpendpoint get-package ' +
    'get-pfxcertificate get-physicaldisk get-process get-psbreakpoint get-pscallstack get-psdrive get-psprovider ' +
    'get-psreadlineoption get-pssession get-pssessionconfiguration get-pssnapin get-random get-runspace ' +
    'get-scheduledtask get-service get-smbshare get-system get-timezone get-tracesource get-transaction ' +
    'get-troubleshootingpack get-uiculture get-unique get-uptime get-variable get-verb get-volume get-windowsfeature ' +
    'get-windowsupdatelog get-winevent get-wmiobject get-wsmancredssp get-wsmaninstance group-object import-alias ' +
    'import-certificate import-clixml import-counter import-csv import-localizeddata import-module ' +
    'import-powershelldatafile import-pssession install-module install-package install-windowsfeature ' +
    'invoke-allchecks invoke-bloodhound invoke-cimmethod invoke-command invoke-expression invoke-history invoke-item ' +
    'invoke-mimikatz invoke-obfuscation invoke-pester invoke-powershelltcp invoke-restmethod invoke-shellcode ' +
    'invoke-sqlcmd invoke-troubleshootingpack invoke-webrequest invoke-wmimethod invoke-wsmanaction join-path ' +
    'limit-eventlog measure-command measure-object move-item move-itemproperty new-aduser new-alias ' +
    'new-applockerpolicy new-ciminstance new-cimsession new-event new-eventlog new-guid new-item new-itemproperty ' +
    'new-localgroup new-localuser new-module new-modulemanifest new-netfirewallrule new-netipaddress new-object ' +
    'new-psdrive new-pssession new-pssessionoption new-scheduledtask new-scheduledtaskaction ' +
    'new-selfsignedcertificate new-service new-smbshare new-temporaryfile new-timespan new-variable ' +
    'new-webserviceproxy new-wsmaninstance new-wsmansessionoption out-default out-file out-gridview out-host ' +
    'out-minidump out-null out-printer out-string pop-location push-location read-host receive-job ' +
    'register-engineevent register-objectevent register-pssessionconfiguration register-scheduledtask ' +
    'register-wmievent remove-aduser remove-bitstransfer remove-ciminstance remove-computer remove-event ' +
    'remove-eventlog remove-item remove-itemproperty remove-job remove-localuser remove-module remove-mppreference ' +
    'remove-netfirewallrule remove-psbreakpoint remove-psdrive remove-pssession remove-pssnapin remove-service ' +
    'remove-variable remove-wmiobject remove-wsmaninstance rename-item rename-itemproperty ' +
    'reset-computermachinepassword resolve-dnsname resolve-path restart-computer restart-netadapter restart-service ' +
    'restore-computer resume-bitstransfer resume-service save-module select-object select-string select-xml ' +
    'send-mailmessage set-acl set-adaccountpassword set-aduser set-alias set-applockerpolicy ' +
    'set-authenticodesignature set-bitstransfer set-ciminstance set-clipboard set-content set-date ' +
    'set-executionpolicy set-item set-itemproperty set-localuser set-location set-mppreference set-netfirewallprofile ' +
    'set-netfirewallrule set-psbreakpoint set-psdebug set-psreadlineoption set-pssessionconfiguration ' +
    'set-scheduledtask set-service set-strictmode set-timezone set-tracesource set-variable set-wmiinstance ' +
    'set-wsmaninstance set-wsmanquickconfig show-command show-eventlog sort-object split-path start-bitstransfer ' +
    'start-job start-mpscan start-process start-scheduledtask start-service start-sleep start-threadjob ' +
    'start-transaction start-transcript stop-computer stop-job stop-process stop-scheduledtask stop-service ' +
    'stop-threadjob stop-transcript suspend-bitstransfer suspend-service tee-object test-applockerpolicy ' +
    'test-computersecurechannel test-connection test-json test-modulemanifest test-netconnection test-path test-wsman ' +
    'trace-command unblock-file undo-transaction uninstall-module uninstall-windowsfeature unregister-event ' +
    'unregister-pssessionconfiguration unregister-scheduledtask update-formatdata update-help update-list ' +
    'update-module update-typedata use-transaction wait-debugger wait-event wait-job wait-process where-object ' +
    'write-debug write-error write-eventlog write-host write-information write-output write-progress write-verbose ' +
    'write-warning'
  ).split(' '),
);

/** Their verbs with the hyphen: a text without one of them names no such command. */
export const CMDLET_VERBS: readonly string[] = [
  ...new Set([...CMDLETS].map((name) => name.slice(0, name.indexOf('-') + 1))),
];
