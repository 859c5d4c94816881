; Inno Setup script: packs a built `dist\Tandem` folder into an installer for Windows.
; Build the folder first on a Windows machine: python -m venv, pip install -r requirements.lock, then copy the
; environment and this checkout into dist\Tandem so that dist\Tandem\.venv\Scripts\tandem.exe exists.

[Setup]
AppId={{6E1F4B6E-6C0B-4E53-9A0B-2B6F1F6F7A11}
AppName=Tandem
AppVersion=0.1.0
AppPublisher=Tandem
DefaultDirName={autopf}\Tandem
DefaultGroupName=Tandem
LicenseFile=LICENSE
OutputBaseFilename=tandem-0.1.0-setup
Compression=lzma2
SolidCompression=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
PrivilegesRequired=lowest

[Files]
Source: "dist\Tandem\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Tandem"; Filename: "{app}\.venv\Scripts\tandem.exe"
Name: "{group}\Tandem demo"; Filename: "{app}\.venv\Scripts\tandem.exe"; Parameters: "demo"
